package io.universalmiddleware.gateway.rewriting;

import java.nio.charset.StandardCharsets;

/** Names and values of parameters, as forms spell them. */
public final class QueryText {
    private static final String PLAIN = "-._~";

    private QueryText() {}

    public static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (plain || PLAIN.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append("0123456789ABCDEF".charAt(c >> 4)).append("0123456789ABCDEF".charAt(c & 15));
            }
        }
        return out.toString();
    }

    /** What is no valid escape stays as it is. */
    public static String decode(String text) {
        return decode(text, ' ');
    }

    /** As {@link #decode(String)}, where a plus is a plus. */
    public static String decodePath(String text) {
        return decode(text, '+');
    }

    private static String decode(String text, char plus) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] octets = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
            if (low >= 0) {
                octets[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                octets[length++] = (byte) (c == '+' ? plus : c);
            }
        }
        return new String(octets, 0, length, StandardCharsets.UTF_8);
    }
}
