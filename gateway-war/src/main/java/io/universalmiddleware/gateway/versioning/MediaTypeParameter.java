package io.universalmiddleware.gateway.versioning;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parameter of the media types in a field, such as {@code version} in {@code application/json;version=2}. */
final class MediaTypeParameter {
    private MediaTypeParameter() {}

    /** Its first value, without quotes; null if no media type has it. */
    static @Nullable String of(List<String> values, String name) {
        for (String value : values) {
            int at = 0;
            while (at < value.length()) {
                int semicolon = value.indexOf(';', at);
                if (semicolon < 0) {
                    break;
                }
                int start = skipBlanks(value, semicolon + 1);
                int end = endOfParameter(value, start);
                int equals = value.indexOf('=', start);
                if (equals >= 0
                        && equals < end
                        && value.substring(start, equals).strip().equalsIgnoreCase(name)) {
                    return unquoted(value.substring(equals + 1, end).strip());
                }
                at = end;
            }
        }
        return null;
    }

    /** Where a semicolon or a comma ends it; those in quotes do not. */
    private static int endOfParameter(String value, int from) {
        boolean quoted = false;
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\') {
                i++;
            } else if (!quoted && (c == ';' || c == ',')) {
                return i;
            }
        }
        return value.length();
    }

    private static int skipBlanks(String value, int from) {
        int i = from;
        while (i < value.length() && (value.charAt(i) == ' ' || value.charAt(i) == '\t')) {
            i++;
        }
        return i;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
