package io.universalmiddleware.gateway.rpc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A path with fields in it: {@code /admin/v1/routes/{route.id}}.
 *
 * @param texts what stands before each field, and behind the last
 * @param fields the paths of field names
 */
record PathPattern(List<String> texts, List<String> fields) {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    static PathPattern of(String text) {
        List<String> texts = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        int from = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
            int close = text.indexOf('}', open);
            texts.add(text.substring(from, open));
            fields.add(text.substring(open + 1, close));
            from = close + 1;
        }
        texts.add(text.substring(from));
        return new PathPattern(List.copyOf(texts), List.copyOf(fields));
    }

    /** The path with the values of its fields, encoded so that each stays one segment. */
    String fill(Function<String, String> values) {
        StringBuilder path = new StringBuilder(texts.get(0));
        for (int i = 0; i < fields.size(); i++) {
            path.append(encoded(values.apply(fields.get(i)))).append(texts.get(i + 1));
        }
        return path.toString();
    }

    /** Percent-encodes what is not unreserved (RFC 3986, section 2.3). */
    static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (octet >= 'a' && octet <= 'z')
                    || (octet >= 'A' && octet <= 'Z')
                    || (octet >= '0' && octet <= '9')
                    || octet == '-'
                    || octet == '.'
                    || octet == '_'
                    || octet == '~';
            if (plain) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(HEX[(octet >> 4) & 15]).append(HEX[octet & 15]);
            }
        }
        return encoded.toString();
    }
}
