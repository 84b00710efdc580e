package io.universalmiddleware.gateway.rewriting;

import com.google.re2j.Matcher;
import io.universalmiddleware.gateway.pattern.LinearPattern;
import java.util.ArrayList;
import java.util.List;

/** A replacement is a text with captures in it: {@code $1} to {@code $9}, <code>${name}</code>; {@code $$} is a dollar. */
record Replacement(List<Part> parts) {

    sealed interface Part {}

    record Literal(String text) implements Part {}

    record Numbered(int group) implements Part {}

    record Named(String group) implements Part {}

    Replacement {
        parts = List.copyOf(parts);
    }

    /** @throws IllegalArgumentException saying what is wrong with it */
    static Replacement of(String text, LinearPattern pattern) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
            if (c != '$') {
                literal.append(c);
            } else if (next == '$') {
                literal.append('$');
                i++;
            } else if (next >= '0' && next <= '9' && next - '0' <= pattern.groups()) {
                flush(literal, parts);
                parts.add(new Numbered(next - '0'));
                i++;
            } else if (next == '{' && text.indexOf('}', i) > 0) {
                int end = text.indexOf('}', i);
                String name = text.substring(i + 2, end);
                if (!pattern.hasGroup(name)) {
                    throw new IllegalArgumentException("the pattern has no group of the name " + name);
                }
                flush(literal, parts);
                parts.add(new Named(name));
                i = end;
            } else {
                throw new IllegalArgumentException(
                        "expected $0 to $9 of a group that the pattern has, ${name} or $$ after character " + i);
            }
        }
        flush(literal, parts);
        return new Replacement(parts);
    }

    /** Appends it, filled with what the matcher has found; a group that took no part is empty. */
    void fill(Matcher matcher, StringBuilder out) {
        for (Part part : parts) {
            if (part instanceof Literal literal) {
                out.append(literal.text());
            } else {
                String found = part instanceof Numbered numbered
                        ? matcher.group(numbered.group())
                        : matcher.group(((Named) part).group());
                out.append(found == null ? "" : found);
            }
        }
    }

    private static void flush(StringBuilder literal, List<Part> parts) {
        if (literal.length() > 0) {
            parts.add(new Literal(literal.toString()));
            literal.setLength(0);
        }
    }
}
