package io.universalmiddleware.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Inputs and decisions as the policy has them. */
final class PolicyJson {
    private static final int LONGEST_REASON = 300;

    private PolicyJson() {}

    /** Non-ASCII characters stay as they are; whoever writes it as text escapes them if need be. */
    static ObjectNode of(Input input) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("tenant", input.tenant())
                .put("user", input.user())
                .put("action", input.action());
        fill(json.putArray("roles"), input.roles());
        fill(json.putArray("scopes"), input.scopes());
        Input.@Nullable Resource resource = input.resource();
        if (resource != null) {
            ObjectNode of =
                    json.putObject("resource").put("kind", resource.kind()).put("tenant", resource.tenant());
            if (resource.owner() != null) {
                of.put("owner", resource.owner());
            }
            if (resource.name() != null) {
                of.put("name", resource.name());
            }
            if (!resource.attributes().isEmpty()) {
                new TreeMap<>(resource.attributes()).forEach(of.putObject("attributes")::put);
            }
        }
        return json;
    }

    /** Anything but an object whose {@code allow} is a boolean decides nothing. What does not say whether it is limited is taken to be. */
    static Decision decision(@Nullable JsonNode said) {
        if (said == null || !said.path("allow").isBoolean()) {
            return Decision.failed("the policy gives no decision");
        }
        String reason = said.path("reason").asText("");
        boolean allowed = said.path("allow").booleanValue();
        return new Decision(
                allowed ? Decision.Outcome.ALLOWED : Decision.Outcome.DENIED,
                reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason,
                allowed && said.path("limited").asBoolean(true));
    }

    private static void fill(ArrayNode array, Set<String> texts) {
        new TreeSet<>(texts).forEach(array::add);
    }
}
