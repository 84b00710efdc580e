package io.universalmiddleware.gateway.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A router finds the route of a request among the rules of one tenant: the one with the highest priority, of those the most
 * specific.
 *
 * <p>More specific is, in this order: an exact host, then the longest {@code *.} host, then any; an exact path, then a
 * template (a literal before a parameter, from the left), then the longest prefix, then a regular expression; more
 * conditions on fields and parameters; a list of methods. What is still equal goes in the order in which it was given.
 *
 * <p>Immutable. A look-up walks the path's segments once for each kind of host, so that what it costs depends on the path
 * and not on how many rules there are; only expressions that begin without a literal segment are tried one after the other.
 *
 * @param <R> a route
 */
public final class Router<R> {
    private final Map<String, PathTable<R>> byHost;
    private final Map<String, PathTable<R>> byParentHost;
    private final PathTable<R> anyHost = new PathTable<>();

    public Router(List<RouteRule<R>> rules) {
        Map<String, PathTable<R>> hosts = new HashMap<>();
        Map<String, PathTable<R>> parents = new HashMap<>();
        List<RankedRule<R>> ranked = RankedRule.ranked(rules);
        for (RankedRule<R> rule : ranked) {
            String host = rule.host();
            PathTable<R> table = host == null
                    ? anyHost
                    : host.startsWith("*.")
                            ? parents.computeIfAbsent(host.substring(2), h -> new PathTable<>())
                            : hosts.computeIfAbsent(host, h -> new PathTable<>());
            table.add(rule);
        }
        hosts.values().forEach(PathTable::compact);
        parents.values().forEach(PathTable::compact);
        anyHost.compact();
        byHost = Map.copyOf(hosts);
        byParentHost = Map.copyOf(parents);
    }

    /** The route that takes the request; null if none does. */
    public @Nullable R match(RouteQuestion asked) {
        RouteSearch<R> search = new RouteSearch<>(asked, null);
        search(search);
        RankedRule<R> found = search.found();
        return found == null ? null : found.route();
    }

    /** The methods with which the request would be taken if only its method were another; empty if there are none. */
    public Set<String> methods(RouteQuestion asked) {
        List<RankedRule<R>> all = new ArrayList<>();
        search(new RouteSearch<>(asked, all));
        Set<String> methods = new TreeSet<>();
        for (RankedRule<R> rule : all) {
            methods.addAll(rule.match().methods());
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    private void search(RouteSearch<R> search) {
        String host = search.asked().host();
        PathTable<R> exact = byHost.isEmpty() ? null : byHost.get(host);
        if (exact != null) {
            exact.search(search);
        }
        if (!byParentHost.isEmpty()) {
            for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
                PathTable<R> below = byParentHost.get(host.substring(dot + 1));
                if (below != null) {
                    below.search(search);
                }
            }
        }
        anyHost.search(search);
    }
}
