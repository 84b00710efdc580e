package io.universalmiddleware.gateway.rewriting;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A variable text has variables in it: <code>for {client.address}</code>; <code>{{</code> and <code>}}</code> are braces. */
public final class VariableText {
    private static final Set<String> KNOWN = Set.of(
            "client.address",
            "request.id",
            "trace.id",
            "tenant",
            "route",
            "method",
            "scheme",
            "host",
            "path",
            "caller");
    private static final String OF_PATH = "path.";

    private final String text;
    private final List<Part> parts;

    private record Part(String text, boolean variable) {}

    private VariableText(String text, List<Part> parts) {
        this.text = text;
        this.parts = parts;
    }

    /** @throws IllegalArgumentException saying what is wrong with it */
    public static VariableText of(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean twice = i + 1 < text.length() && text.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && twice) {
                literal.append(c);
                i++;
            } else if (c == '{') {
                int end = text.indexOf('}', i);
                String name = end < 0 ? "" : text.substring(i + 1, end);
                if (!isVariable(name)) {
                    throw new IllegalArgumentException("expected a variable such as {request.id}, not {" + name + "}");
                }
                flush(literal, parts);
                parts.add(new Part(name, true));
                i = end;
            } else if (c == '}') {
                throw new IllegalArgumentException("expected }} for a brace");
            } else {
                literal.append(c);
            }
        }
        flush(literal, parts);
        return new VariableText(text, List.copyOf(parts));
    }

    /** The text; null if one of its variables has no value. */
    public @Nullable String fill(Variables variables) {
        if (parts.size() == 1 && !parts.get(0).variable()) {
            return parts.get(0).text();
        }
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            String value = part.variable() ? variables.get(part.text()) : part.text();
            if (value == null) {
                return null;
            }
            out.append(value);
        }
        return out.toString();
    }

    static boolean isName(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || c == '-'
                                || c == '_');
    }

    private static boolean isVariable(String name) {
        return KNOWN.contains(name) || name.startsWith(OF_PATH) && isName(name.substring(OF_PATH.length()));
    }

    private static void flush(StringBuilder literal, List<Part> parts) {
        if (literal.length() > 0) {
            parts.add(new Part(literal.toString(), false));
            literal.setLength(0);
        }
    }

    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VariableText that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
