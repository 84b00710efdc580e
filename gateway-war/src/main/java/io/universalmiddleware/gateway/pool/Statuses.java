package io.universalmiddleware.gateway.pool;

import io.universalmiddleware.gateway.document.Section;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A set of HTTP statuses, written as numbers, ranges and classes: {@code ["200-399", "404", "5xx"]}. */
public final class Statuses {
    private static final Pattern FORM = Pattern.compile("([1-5])xx|([1-5]\\d\\d)(?:-([1-5]\\d\\d))?");

    private final BitSet in = new BitSet(600);
    private final List<String> texts;

    private Statuses(List<String> texts) {
        this.texts = List.copyOf(texts);
    }

    /** @throws IllegalArgumentException if one of the texts is none of the forms */
    static Statuses of(List<String> texts) {
        Statuses statuses = new Statuses(texts);
        for (String text : texts) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new IllegalArgumentException("expected a status such as 200, 200-399 or 5xx");
            }
            int from = form.group(1) != null ? Integer.parseInt(form.group(1)) * 100 : Integer.parseInt(form.group(2));
            int to = form.group(1) != null ? from + 99 : form.group(3) == null ? from : Integer.parseInt(form.group(3));
            if (to < from) {
                throw new IllegalArgumentException("expected the lower status of " + text + " first");
            }
            statuses.in.set(from, to + 1);
        }
        return statuses;
    }

    static Statuses read(Section in, String field, List<String> fallback) {
        if (in.has(field)) {
            try {
                return of(in.texts(field));
            } catch (IllegalArgumentException invalid) {
                in.violation(field, String.valueOf(invalid.getMessage()));
            }
        }
        return of(fallback);
    }

    public boolean contains(int status) {
        return status >= 0 && in.get(status);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Statuses statuses && in.equals(statuses.in);
    }

    @Override
    public int hashCode() {
        return in.hashCode();
    }

    @Override
    public String toString() {
        return texts.toString();
    }
}
