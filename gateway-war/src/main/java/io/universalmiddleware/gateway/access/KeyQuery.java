package io.universalmiddleware.gateway.access;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query, split into the API keys in it and the rest, so that a key reaches no origin, no cache key and no log of an origin.
 *
 * @param keys the values of the parameter, as they came
 * @param rest what is left, in its order; null if nothing is
 */
record KeyQuery(List<String> keys, @Nullable String rest) {

    /** Only a parameter written exactly by this name is taken. */
    static KeyQuery of(@Nullable String query, String name) {
        if (query == null || !query.contains(name + '=')) {
            return new KeyQuery(List.of(), query);
        }
        List<String> keys = new ArrayList<>();
        StringBuilder rest = new StringBuilder(query.length());
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith(name + '=')) {
                keys.add(parameter.substring(name.length() + 1));
            } else {
                rest.append(rest.isEmpty() ? "" : "&").append(parameter);
            }
        }
        return new KeyQuery(keys, rest.isEmpty() ? null : rest.toString());
    }
}
