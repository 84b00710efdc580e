package io.universalmiddleware.cache.view;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The views of all applications in this process, by name. */
public final class Views {
    private final Map<String, View> byName = new TreeMap<>();

    /** @throws IllegalArgumentException if two have the same name */
    public Views(Collection<View> views) {
        for (View view : views) {
            if (byName.put(view.name(), view) != null) {
                throw new IllegalArgumentException("two projections keep a view '" + view.name() + "'");
            }
        }
    }

    public Optional<View> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The view of that name in the inbox. */
    public Optional<View> ofConsumer(String consumer) {
        return byName.values().stream()
                .filter(v -> v.consumer().equals(consumer))
                .findFirst();
    }

    /** The names of all in the inbox. */
    public List<String> consumers() {
        return byName.values().stream().map(View::consumer).toList();
    }

    /** Those that consume events of the type, in order of their names. */
    public List<View> consuming(String eventType) {
        return byName.values().stream().filter(v -> v.consumes(eventType)).toList();
    }
}
