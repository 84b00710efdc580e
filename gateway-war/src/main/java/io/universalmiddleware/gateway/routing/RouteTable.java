package io.universalmiddleware.gateway.routing;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A route table finds the route of a path: the longest prefix that covers it.
 *
 * <p>Immutable. A look-up costs the same with ten routes as with ten thousand: one probe for each segment of the longest
 * prefix.
 */
public final class RouteTable {
    private final Map<String, Route> byPrefix = new HashMap<>();
    private final int depth;

    /** @throws IllegalArgumentException if two routes have one prefix, or a prefix is not of the form {@code /a/b} */
    public RouteTable(Collection<Route> routes) {
        int deepest = 0;
        for (Route route : routes) {
            String prefix = route.prefix();
            if (!prefix.startsWith("/") || prefix.endsWith("/")) {
                throw new IllegalArgumentException("not a prefix: " + prefix);
            }
            if (byPrefix.put(prefix, route) != null) {
                throw new IllegalArgumentException("two routes for " + prefix);
            }
            deepest =
                    Math.max(deepest, (int) prefix.chars().filter(c -> c == '/').count());
        }
        depth = deepest;
    }

    /** @param path canonical */
    public Optional<Route> match(String path) {
        @Nullable Route found = null;
        int end = 0;
        for (int segment = 0; segment < depth && end < path.length(); segment++) {
            int slash = path.indexOf('/', end + 1);
            end = slash < 0 ? path.length() : slash;
            Route route = byPrefix.get(path.substring(0, end));
            found = route == null ? found : route;
        }
        return Optional.ofNullable(found);
    }
}
