package io.universalmiddleware.gateway.validating;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import io.universalmiddleware.contracts.problem.Violation;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parameter is a value of a request's path, query or header (OpenAPI 3.1, section 4.8.12), in the default styles.
 *
 * @param type what its texts are read as: {@code integer}, {@code number}, {@code boolean}, {@code string}
 * @param list whether it is a list of them
 */
record Parameter(
        String name,
        Place in,
        boolean required,
        @Nullable JsonSchema schema,
        String type,
        boolean list,
        boolean explode) {
    private static final int MAX_NUMBER = 100;

    enum Place {
        PATH,
        QUERY,
        HEADER
    }

    /** @param values as the request has them, decoded; empty if it has none */
    List<Violation> check(List<String> values) {
        if (values.isEmpty()) {
            return required ? List.of(new Violation(name, "is required")) : List.of();
        }
        if (!list && values.size() > 1) {
            return List.of(new Violation(name, "expected once"));
        }
        return schema == null ? List.of() : SchemaCheck.check(schema, value(values), name);
    }

    private JsonNode value(List<String> values) {
        if (!list) {
            return scalar(values.get(0));
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (String value : values) {
            if (explode) {
                array.add(scalar(value));
            } else {
                for (String part : value.split(",", -1)) {
                    array.add(scalar(part.strip()));
                }
            }
        }
        return array;
    }

    /** What is not of the type stays text, and the schema says so. */
    private JsonNode scalar(String text) {
        if (type.equals("boolean") && (text.equals("true") || text.equals("false"))) {
            return BooleanNode.valueOf(text.equals("true"));
        }
        boolean number = type.equals("integer") || type.equals("number");
        return number && isNumber(text) ? DecimalNode.valueOf(new BigDecimal(text)) : TextNode.valueOf(text);
    }

    private static boolean isNumber(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean sign = i == 0 && c == '-';
            boolean point = c == '.' && i > 0 && i < text.length() - 1 && text.indexOf('.') == i;
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (!sign && !point) {
                return false;
            }
        }
        return digits > 0 && text.length() <= MAX_NUMBER;
    }
}
