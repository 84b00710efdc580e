package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.http.FieldSyntax;
import io.universalmiddleware.gateway.http.Fields;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The fields of a message of Vert.x, and which of them were changed here. */
final class VertxFields implements Fields {
    private final MultiMap headers;
    private @Nullable List<String> changed;

    VertxFields(MultiMap headers) {
        this.headers = headers;
    }

    /** Whether a field was set, added to or removed, be it there or not: what a message's trailers may not say otherwise. */
    boolean isChanged(String name) {
        if (changed != null) {
            for (String each : changed) {
                if (each.equalsIgnoreCase(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public @Nullable String get(String name) {
        return headers.get(name);
    }

    @Override
    public List<String> all(String name) {
        return headers.getAll(name);
    }

    @Override
    public boolean has(String name) {
        return headers.contains(name);
    }

    @Override
    public void set(String name, String value) {
        FieldSyntax.check(name, value);
        headers.set(name, value);
        change(name);
    }

    @Override
    public void add(String name, String value) {
        FieldSyntax.check(name, value);
        headers.add(name, value);
        change(name);
    }

    @Override
    public void remove(String name) {
        headers.remove(name);
        change(name);
    }

    @Override
    public void forEach(BiConsumer<String, String> each) {
        for (Map.Entry<String, String> field : headers) {
            each.accept(field.getKey(), field.getValue());
        }
    }

    private void change(String name) {
        if (changed == null) {
            changed = new ArrayList<>(2);
        }
        changed.add(name);
    }
}
