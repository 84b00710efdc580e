package io.universalmiddleware.policy;

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

    /**
     * A resource as far as a policy may know it.
     *
     * @param kind such as {@code command}
     * @param tenant whose it is
     * @param owner the user whose it is; null if it is nobody's own
     */
    public record Resource(
            String kind, String tenant, @Nullable String owner) {}
}
