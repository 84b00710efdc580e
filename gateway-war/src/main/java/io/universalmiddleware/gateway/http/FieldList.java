package io.universalmiddleware.gateway.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A field list holds header fields in memory, in their order: of stored answers, of requests of the edge's own. */
public final class FieldList implements Fields {
    private final List<String> lines;

    public FieldList() {
        lines = new ArrayList<>(16);
    }

    private FieldList(List<String> lines) {
        this.lines = new ArrayList<>(lines);
    }

    /** @param namesAndValues a name, its value, the next name and so on */
    public static FieldList of(String... namesAndValues) {
        FieldList fields = new FieldList();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    /** The same fields, on their own. */
    public static FieldList copyOf(Fields other) {
        if (other instanceof FieldList list) {
            return new FieldList(list.lines);
        }
        FieldList copy = new FieldList();
        other.forEach((name, value) -> {
            copy.lines.add(name);
            copy.lines.add(value);
        });
        return copy;
    }

    /** Those of other fields whose names the test takes, on their own. */
    public static FieldList only(Fields other, Predicate<String> taken) {
        FieldList some = new FieldList();
        other.forEach((name, value) -> {
            if (taken.test(name)) {
                some.lines.add(name);
                some.lines.add(value);
            }
        });
        return some;
    }

    /** Characters of all names and values. */
    public int length() {
        int length = 0;
        for (String text : lines) {
            length += text.length();
        }
        return length;
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    @Override
    public @Nullable String get(String name) {
        for (int i = 0; i < lines.size(); i += 2) {
            if (lines.get(i).equalsIgnoreCase(name)) {
                return lines.get(i + 1);
            }
        }
        return null;
    }

    @Override
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(2);
        for (int i = 0; i < lines.size(); i += 2) {
            if (lines.get(i).equalsIgnoreCase(name)) {
                values.add(lines.get(i + 1));
            }
        }
        return values;
    }

    @Override
    public void set(String name, String value) {
        FieldSyntax.check(name, value);
        remove(name);
        lines.add(name);
        lines.add(value);
    }

    @Override
    public void add(String name, String value) {
        FieldSyntax.check(name, value);
        lines.add(name);
        lines.add(value);
    }

    @Override
    public void remove(String name) {
        for (int i = lines.size() - 2; i >= 0; i -= 2) {
            if (lines.get(i).equalsIgnoreCase(name)) {
                lines.subList(i, i + 2).clear();
            }
        }
    }

    @Override
    public void forEach(BiConsumer<String, String> each) {
        for (int i = 0; i < lines.size(); i += 2) {
            each.accept(lines.get(i), lines.get(i + 1));
        }
    }

    /** For logs and failing tests: names only, since values may be secrets. */
    @Override
    public String toString() {
        StringBuilder names = new StringBuilder("[");
        for (int i = 0; i < lines.size(); i += 2) {
            names.append(i == 0 ? "" : ", ").append(lines.get(i));
        }
        return names.append(']').toString();
    }
}
