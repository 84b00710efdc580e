package io.universalmiddleware.gateway.caching.rule;

import io.universalmiddleware.gateway.http.Fields;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * A vary is the set of request fields by which a resource's answers differ (RFC 9111, section 4.1).
 *
 * @param names in lower case and order
 */
public record Vary(List<String> names) {
    public static final Vary NOTHING = new Vary(List.of());
    /** More names than this are not followed: such an answer is not stored. */
    public static final int MOST = 16;

    private static final List<String> CODINGS = List.of("br", "deflate", "gzip", "zstd");

    public static Vary of(Fields response) {
        List<String> values = response.all("Vary");
        if (values.isEmpty()) {
            return NOTHING;
        }
        TreeSet<String> names = new TreeSet<>();
        for (String value : values) {
            for (String name : value.split(",")) {
                if (!name.isBlank()) {
                    names.add(name.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return new Vary(List.copyOf(names));
    }

    /** By what either differs. */
    public Vary and(Vary other) {
        if (names.containsAll(other.names)) {
            return this;
        }
        Collection<String> all = new TreeSet<>(names);
        all.addAll(other.names);
        return new Vary(List.copyOf(all));
    }

    public boolean isNothing() {
        return names.isEmpty();
    }

    /** The secondary key of a request: the same for requests whose named fields mean the same. */
    public String key(Fields request) {
        StringBuilder key = new StringBuilder();
        for (String name : names) {
            key.append(name).append('=');
            List<String> values = request.all(name);
            if (!values.isEmpty()) {
                key.append(normal(name, String.join(",", values)));
            }
            key.append('\n');
        }
        return key.toString();
    }

    private static String normal(String name, String value) {
        return switch (name) {
            case "accept-encoding" -> codings(value);
            case "accept", "accept-language", "accept-charset" ->
                squeezed(value).toLowerCase(Locale.ROOT);
            default -> squeezed(value);
        };
    }

    /** The codings that are known and taken; whoever asks in another way has a key of his own. */
    private static String codings(String value) {
        TreeSet<String> taken = new TreeSet<>();
        for (String member : value.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = member.strip().split("\\s*;\\s*", -1);
            boolean refused = Arrays.stream(parts).skip(1).anyMatch(p -> p.matches("q\\s*=\\s*0(\\.0*)?"));
            String coding = parts[0].equals("x-gzip") ? "gzip" : parts[0];
            if (coding.equals("*") || (coding.equals("identity") && refused)) {
                return squeezed(value);
            }
            if (CODINGS.contains(coding) && !refused) {
                taken.add(coding);
            }
        }
        return String.join(",", taken);
    }

    /** Without white space around commas and semicolons, and without empty members. */
    private static String squeezed(String value) {
        StringBuilder out = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            char last = out.isEmpty() ? ',' : out.charAt(out.length() - 1);
            if (c == ' ' || c == '\t') {
                if (last != ',' && last != ';' && last != ' ') {
                    out.append(' ');
                }
            } else if (c == ',' || c == ';') {
                while (!out.isEmpty() && out.charAt(out.length() - 1) == ' ') {
                    out.setLength(out.length() - 1);
                }
                if (c == ';' || (!out.isEmpty() && out.charAt(out.length() - 1) != ',')) {
                    out.append(c);
                }
            } else {
                out.append(c);
            }
        }
        while (!out.isEmpty() && (out.charAt(out.length() - 1) == ' ' || out.charAt(out.length() - 1) == ',')) {
            out.setLength(out.length() - 1);
        }
        return out.toString();
    }
}
