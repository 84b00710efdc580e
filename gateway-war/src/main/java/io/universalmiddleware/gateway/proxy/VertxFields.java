package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.http.FieldSyntax;
import io.universalmiddleware.gateway.http.Fields;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The fields of a message of Vert.x. */
record VertxFields(MultiMap headers) implements Fields {

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
    }

    @Override
    public void add(String name, String value) {
        FieldSyntax.check(name, value);
        headers.add(name, value);
    }

    @Override
    public void remove(String name) {
        headers.remove(name);
    }

    @Override
    public void forEach(BiConsumer<String, String> each) {
        for (Map.Entry<String, String> field : headers) {
            each.accept(field.getKey(), field.getValue());
        }
    }
}
