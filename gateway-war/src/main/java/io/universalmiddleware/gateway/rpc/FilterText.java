package io.universalmiddleware.gateway.rpc;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a filter: {@code field = "value"} or {@code field = word}, joined by {@code AND}. That is the part of AIP-160 that the
 * lists of the control plane can answer.
 */
final class FilterText {
    private final String text;
    private int at;

    private FilterText(String text) {
        this.text = text;
    }

    /**
     * The fields and their values, in order.
     *
     * @throws IllegalArgumentException with what is expected where
     */
    static Map<String, String> read(String text) {
        FilterText filter = new FilterText(text);
        Map<String, String> read = new LinkedHashMap<>();
        filter.skip();
        while (filter.at < text.length()) {
            String field = filter.word();
            filter.expect('=');
            if (read.put(field, filter.value()) != null) {
                throw filter.expected("each field once");
            }
            filter.skip();
            if (filter.at < text.length()) {
                if (!filter.word().equals("AND")) {
                    throw filter.expected("AND");
                }
                filter.skip();
                if (filter.at == text.length()) {
                    throw filter.expected("a field");
                }
            }
        }
        return read;
    }

    private String value() {
        skip();
        if (at < text.length() && text.charAt(at) == '"') {
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at));
            }
            expect('"');
            return value.toString();
        }
        return word();
    }

    private String word() {
        skip();
        int from = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_-.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (from == at) {
            throw expected("a field or a value");
        }
        return text.substring(from, at);
    }

    private void expect(char wanted) {
        skip();
        if (at >= text.length() || text.charAt(at) != wanted) {
            throw expected(String.valueOf(wanted));
        }
        at++;
    }

    private void skip() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private IllegalArgumentException expected(String what) {
        return new IllegalArgumentException(
                "expected " + what + " at character " + (at + 1) + "; a filter is field = \"value\", joined by AND");
    }
}
