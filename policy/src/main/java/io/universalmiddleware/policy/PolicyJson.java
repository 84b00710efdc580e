package io.universalmiddleware.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
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

    /**
     * The input of which {@link #of} makes this.
     *
     * @throws IllegalArgumentException naming the first field that is missing, unknown, or not what it must be
     */
    static Input input(JsonNode json) {
        requireFields("", json, Set.of("tenant", "user", "roles", "scopes", "action", "resource"));
        @Nullable JsonNode resource = json.get("resource");
        return new Input(
                text("", json, "tenant"),
                json.has("user") ? text("", json, "user") : "",
                texts(json, "roles"),
                texts(json, "scopes"),
                text("", json, "action"),
                resource == null ? null : resource(resource));
    }

    private static Input.Resource resource(JsonNode json) {
        requireFields("/resource", json, Set.of("kind", "tenant", "owner", "name", "attributes"));
        Map<String, String> attributes = new TreeMap<>();
        for (Map.Entry<String, JsonNode> attribute : json.path("attributes").properties()) {
            attributes.put(
                    attribute.getKey(), text("/resource/attributes", json.path("attributes"), attribute.getKey()));
        }
        return new Input.Resource(
                text("/resource", json, "kind"),
                text("/resource", json, "tenant"),
                json.has("owner") ? text("/resource", json, "owner") : null,
                json.has("name") ? text("/resource", json, "name") : null,
                attributes);
    }

    private static void requireFields(String at, JsonNode json, Set<String> known) {
        if (!json.isObject()) {
            throw new IllegalArgumentException(at + ": expected an object");
        }
        json.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                throw new IllegalArgumentException(at + '/' + field + ": is not known");
            }
        });
    }

    private static String text(String at, JsonNode json, String field) {
        if (!json.path(field).isTextual()) {
            throw new IllegalArgumentException(at + '/' + field + ": expected text");
        }
        return json.path(field).textValue();
    }

    private static Set<String> texts(JsonNode json, String field) {
        Set<String> texts = new TreeSet<>();
        if (json.has(field) && !json.get(field).isArray()) {
            throw new IllegalArgumentException('/' + field + ": expected an array of texts");
        }
        for (JsonNode text : json.path(field)) {
            if (!text.isTextual()) {
                throw new IllegalArgumentException('/' + field + ": expected an array of texts");
            }
            texts.add(text.textValue());
        }
        return texts;
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
