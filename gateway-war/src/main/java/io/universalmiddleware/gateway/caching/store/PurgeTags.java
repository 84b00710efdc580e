package io.universalmiddleware.gateway.caching.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tags that every answer has beside its origin's: they begin with a character that no origin can send. */
public final class PurgeTags {
    private static final char OWN = '\u0001';
    private static final String EVERYTHING = OWN + "*";

    private PurgeTags() {}

    /** Everything of a tenant. */
    public static String everything() {
        return EVERYTHING;
    }

    public static String ofRoute(String route) {
        return OWN + "r:" + route;
    }

    /** @param target a path, or a path with its query */
    public static String ofTarget(String target) {
        return OWN + "u:" + target;
    }

    /** The tags of an answer. */
    public static List<String> of(String route, String path, @Nullable String query, Collection<String> origins) {
        List<String> tags = new ArrayList<>(origins.size() + 4);
        tags.add(EVERYTHING);
        tags.add(ofRoute(route));
        tags.add(ofTarget(path));
        if (query != null && !query.isEmpty()) {
            tags.add(ofTarget(path + '?' + query));
        }
        tags.addAll(origins);
        return List.copyOf(tags);
    }

    /** Whether a tag is one of the platform's views. */
    public static boolean isOfView(String tag) {
        return tag.startsWith(Purge.VIEW);
    }
}
