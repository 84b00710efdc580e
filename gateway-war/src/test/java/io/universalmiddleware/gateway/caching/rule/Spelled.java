package io.universalmiddleware.gateway.caching.rule;

import io.universalmiddleware.gateway.http.Fields;
import java.util.List;
import java.util.function.BiConsumer;

/** A Range field of any characters at all, for rules that must stand them. */
record Spelled(String value) implements Fields {
    @Override
    public String get(String name) {
        return name.equalsIgnoreCase("Range") ? value : null;
    }

    @Override
    public List<String> all(String name) {
        return name.equalsIgnoreCase("Range") ? List.of(value) : List.of();
    }

    @Override
    public void set(String name, String ignored) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void add(String name, String ignored) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void forEach(BiConsumer<String, String> each) {
        each.accept("Range", value);
    }
}
