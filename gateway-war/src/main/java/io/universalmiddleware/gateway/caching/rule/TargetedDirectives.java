package io.universalmiddleware.gateway.caching.rule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Targeted directives are those of a field that only some caches read (RFC 9213): a dictionary of structured fields
 * (RFC 8941, section 3.2).
 *
 * <p>A field that is empty or does not parse counts as absent, whole. In a field that does, a directive with a value of another
 * type than it takes counts as one that is invalid: a lifetime is 0 then.
 */
final class TargetedDirectives {
    private final String text;
    private final Map<String, ListMember> members = new LinkedHashMap<>();
    private int at;
    private String value = "";
    private boolean isNumber;
    private boolean isTrue;
    private boolean isFalse;

    private TargetedDirectives(String text) {
        this.text = text;
    }

    /** @param values every value of the field */
    static Optional<Directives> of(List<String> values) {
        String text = String.join(",", values).strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        TargetedDirectives parsing = new TargetedDirectives(text);
        if (!parsing.dictionary()) {
            return Optional.empty();
        }
        Directives.Reading reading = new Directives.Reading();
        parsing.members
                .values()
                .forEach(member -> reading.take(member.name(), member.argument(), !member.hasArgument()));
        return Optional.of(reading.directives());
    }

    private boolean dictionary() {
        while (true) {
            String key = key();
            if (key.isEmpty() || !member(key)) {
                return false;
            }
            blanks();
            if (at == text.length()) {
                return true;
            }
            if (text.charAt(at++) != ',') {
                return false;
            }
            blanks();
        }
    }

    private boolean member(String key) {
        value = "";
        isTrue = true;
        isFalse = false;
        isNumber = false;
        if (peek() == '=') {
            at++;
            isTrue = false;
            if (peek() == '(' ? !innerList() : !bareItem()) {
                return false;
            }
        }
        if (!parameters()) {
            return false;
        }
        members.remove(key);
        if (!isFalse) {
            members.put(key, new ListMember(key, isNumber || !isCount(key) ? value : "none", !isTrue));
        }
        return true;
    }

    private static boolean isCount(String key) {
        return key.startsWith("max-") || key.startsWith("stale-") || key.equals("s-maxage");
    }

    private String key() {
        int from = at;
        while (at < text.length() && isKeyChar(text.charAt(at), at == from)) {
            at++;
        }
        return text.substring(from, at);
    }

    private boolean bareItem() {
        char c = peek();
        if (c == '?') {
            at++;
            char flag = peek();
            at++;
            isTrue = flag == '1';
            isFalse = flag == '0';
            return isTrue || isFalse;
        }
        if (c == '"') {
            return string();
        }
        if (c == '-' || isDigit(c)) {
            return number();
        }
        if (c == ':') {
            int end = text.indexOf(':', at + 1);
            value = "binary";
            at = end + 1;
            return end > 0;
        }
        return token();
    }

    private boolean string() {
        StringBuilder plain = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                value = plain.toString();
                return true;
            }
            if (c == '\\') {
                at++;
                c = peek();
                if (c != '"' && c != '\\') {
                    return false;
                }
            }
            if (c < 0x20 || c > 0x7E) {
                return false;
            }
            plain.append(c);
        }
        return false;
    }

    private boolean number() {
        int from = at;
        at += peek() == '-' ? 1 : 0;
        int digits = at;
        while (isDigit(peek())) {
            at++;
        }
        int whole = at - digits;
        if (peek() == '.') {
            at++;
            int fraction = at;
            while (isDigit(peek())) {
                at++;
            }
            value = text.substring(from, at);
            return whole > 0 && whole <= 12 && at > fraction && at - fraction <= 3;
        }
        value = text.substring(from, at);
        isNumber = true;
        return whole > 0 && whole <= 15;
    }

    private boolean token() {
        int from = at;
        while (at < text.length() && isTokenChar(text.charAt(at), at == from)) {
            at++;
        }
        value = text.substring(from, at);
        return at > from;
    }

    private boolean innerList() {
        StringBuilder items = new StringBuilder();
        at++;
        while (true) {
            while (peek() == ' ') {
                at++;
            }
            if (peek() == ')') {
                at++;
                value = items.toString();
                isTrue = false;
                isFalse = false;
                return true;
            }
            if (!bareItem() || !parameters() || (peek() != ' ' && peek() != ')')) {
                return false;
            }
            items.append(value).append(',');
        }
    }

    /** Parameters mean nothing here, but must be well formed. */
    private boolean parameters() {
        String kept = value;
        boolean keptTrue = isTrue;
        boolean keptFalse = isFalse;
        boolean keptNumber = isNumber;
        while (peek() == ';') {
            at++;
            while (peek() == ' ') {
                at++;
            }
            if (key().isEmpty()) {
                return false;
            }
            if (peek() == '=') {
                at++;
                if (!bareItem()) {
                    return false;
                }
            }
        }
        value = kept;
        isTrue = keptTrue;
        isFalse = keptFalse;
        isNumber = keptNumber;
        return true;
    }

    private void blanks() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    /** The next character; NUL at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isKeyChar(char c, boolean first) {
        boolean lower = (c >= 'a' && c <= 'z') || c == '*';
        return first ? lower : lower || isDigit(c) || c == '_' || c == '-' || c == '.';
    }

    private static boolean isTokenChar(char c, boolean first) {
        boolean alpha = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return first ? alpha || c == '*' : alpha || isDigit(c) || "!#$%&'*+-.^_`|~:/".indexOf(c) >= 0;
    }
}
