package io.universalmiddleware.command.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.contracts.problem.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What JSON may not hold although it is well-formed, since PostgreSQL or other readers could not keep it. */
final class JsonLimits {
    private static final int MAX_EXPONENT = 308;

    private JsonLimits() {}

    static List<Violation> check(String pointer, JsonNode node) {
        List<Violation> found = new ArrayList<>();
        check(pointer, node, found);
        return found;
    }

    private static void check(String pointer, JsonNode node, List<Violation> found) {
        if (node.isTextual()) {
            text(pointer, node.textValue(), found);
        } else if (node.isBigDecimal()
                && Math.abs((long) node.decimalValue().precision()
                                - node.decimalValue().scale())
                        > MAX_EXPONENT) {
            found.add(new Violation(pointer, "expected a number between 1e-308 and 1e308"));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                check(pointer + '/' + i, node.get(i), found);
            }
        } else {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                String at = pointer + '/' + member.getKey().replace("~", "~0").replace("/", "~1");
                text(at, member.getKey(), found);
                check(at, member.getValue(), found);
            }
        }
    }

    private static void text(String pointer, String text, List<Violation> found) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                found.add(new Violation(pointer, "holds U+0000 or half a surrogate pair"));
                return;
            }
        }
    }
}
