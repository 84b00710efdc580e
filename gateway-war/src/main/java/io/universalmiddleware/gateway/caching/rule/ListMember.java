package io.universalmiddleware.gateway.caching.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A list member is one {@code name}, {@code name=token} or {@code name="quoted"} of a field's list (RFC 9110, section 5.6).
 *
 * @param name in lower case
 * @param argument without quotes and escapes; empty if there is none
 */
record ListMember(String name, String argument, boolean hasArgument) {

    /** The members of a field's value; what makes no sense yields members that nobody knows. */
    static List<ListMember> of(String value) {
        List<ListMember> members = new ArrayList<>(4);
        int at = 0;
        while (at < value.length()) {
            int end = end(value, at);
            if (end > at) {
                add(members, value.substring(at, end).strip());
            }
            at = end + 1;
        }
        return members;
    }

    /** Where the member ends: at the next comma outside quotes. */
    private static int end(String value, int from) {
        boolean quoted = false;
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == ',' && !quoted) {
                return i;
            }
        }
        return value.length();
    }

    private static void add(List<ListMember> members, String text) {
        if (text.isEmpty()) {
            return;
        }
        int equals = text.indexOf('=');
        String name = (equals < 0 ? text : text.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
        String argument = equals < 0 ? "" : unquoted(text.substring(equals + 1).strip());
        members.add(new ListMember(name, argument, equals >= 0));
    }

    private static String unquoted(String text) {
        if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
            return text;
        }
        String inner = text.substring(1, text.length() - 1);
        if (inner.indexOf('\\') < 0) {
            return inner;
        }
        StringBuilder plain = new StringBuilder(inner.length());
        for (int i = 0; i < inner.length(); i++) {
            if (inner.charAt(i) == '\\' && i + 1 < inner.length()) {
                i++;
            }
            plain.append(inner.charAt(i));
        }
        return plain.toString();
    }
}
