package io.universalmiddleware.gateway.validating;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import io.universalmiddleware.contracts.problem.Violation;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Tells what of a value a schema does not allow, by JSON pointer. */
final class SchemaCheck {
    private static final int MOST = 100;
    private static final Set<String> ABOUT_A_MEMBER =
            Set.of("required", "additionalProperties", "unevaluatedProperties", "dependentRequired");

    private SchemaCheck() {}

    /**
     * Every violation, in order, at most {@value #MOST}.
     *
     * @param prefix put before each pointer
     */
    static List<Violation> check(JsonSchema schema, JsonNode value, String prefix) {
        try {
            return violations(schema, value, prefix);
        } catch (StackOverflowError endless) {
            return List.of(new Violation(prefix, "cannot be judged: the schema refers to itself without end"));
        }
    }

    private static List<Violation> violations(JsonSchema schema, JsonNode value, String prefix) {
        return schema.validate(value).stream()
                .map(message -> new Violation(prefix + pointer(message), text(message)))
                .distinct()
                .sorted(Comparator.comparing(Violation::pointer).thenComparing(Violation::message))
                .limit(MOST)
                .toList();
    }

    private static String pointer(ValidationMessage message) {
        String at = message.getInstanceLocation().toString();
        return message.getProperty() != null && ABOUT_A_MEMBER.contains(message.getType())
                ? at + '/' + message.getProperty().replace("~", "~0").replace("/", "~1")
                : at;
    }

    private static String text(ValidationMessage message) {
        String prefix = message.getInstanceLocation() + ": ";
        String text = message.getMessage();
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }
}
