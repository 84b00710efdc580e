package io.universalmiddleware.command.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** Canonical JSON writes equal documents alike: members sorted by name, no spaces, numbers without idle digits. */
final class CanonicalJson {
    private CanonicalJson() {}

    /** SHA-256 of the canonical form. */
    static byte[] fingerprint(JsonNode document) {
        StringBuilder text = new StringBuilder();
        write(document, text);
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    static void write(JsonNode node, StringBuilder to) {
        if (node.isObject()) {
            writeMembers(node, to);
        } else if (node.isArray()) {
            to.append('[');
            for (int i = 0; i < node.size(); i++) {
                to.append(i == 0 ? "" : ",");
                write(node.get(i), to);
            }
            to.append(']');
        } else if (node.isNumber()) {
            BigDecimal number = node.decimalValue();
            to.append(number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros());
        } else {
            to.append(node);
        }
    }

    private static void writeMembers(JsonNode object, StringBuilder to) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        names.sort(null);
        to.append('{');
        for (String name : names) {
            to.append(to.charAt(to.length() - 1) == '{' ? "" : ",")
                    .append(TextNode.valueOf(name))
                    .append(':');
            write(object.get(name), to);
        }
        to.append('}');
    }
}
