package io.universalmiddleware.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An input is what is asked of the policy: may they do this.
 *
 * @param tenant whose user asks
 * @param user the token's subject
 * @param roles the token's groups
 * @param scopes what the token is for
 * @param action the id of an operation
 * @param resource what it is to be done to, if that is known
 */
public record Input(
        String tenant,
        String user,
        Set<String> roles,
        Set<String> scopes,
        String action,
        @Nullable Resource resource) {
    public Input {
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
    }

    /** The same asked of a resource. */
    public Input of(Resource named) {
        return new Input(tenant, user, roles, scopes, action, named);
    }

    /**
     * The input that a document says, of the form that the policy knows it in; user, roles, scopes and resource may be absent.
     *
     * @throws IllegalArgumentException naming the first field that is missing, unknown, or not what it must be
     */
    public static Input read(JsonNode document) {
        return PolicyJson.input(document);
    }

    /** The document that the policy knows as {@code input}. */
    public ObjectNode json() {
        return PolicyJson.of(this);
    }

    /**
     * A resource as far as a policy may know it.
     *
     * @param kind such as {@code command}
     * @param tenant whose it is
     * @param owner the user whose it is; null if it is nobody's own
     * @param name what grants name it by; null if it has none
     * @param attributes what else there is to know, such as {@code version}
     */
    public record Resource(
            String kind,
            String tenant,
            @Nullable String owner,
            @Nullable String name,
            Map<String, String> attributes) {
        public Resource {
            attributes = Map.copyOf(attributes);
        }

        /** One that is known by its tenant and its owner alone. */
        public Resource(String kind, String tenant, @Nullable String owner) {
            this(kind, tenant, owner, null, Map.of());
        }
    }
}
