package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.RouteScope;
import io.universalmiddleware.gateway.pool.Pool;
import io.universalmiddleware.gateway.routing.PathPattern;
import io.universalmiddleware.gateway.routing.Patience;
import io.universalmiddleware.gateway.routing.Persistence;
import io.universalmiddleware.gateway.routing.Retries;
import io.universalmiddleware.gateway.routing.RouteMatch;
import io.universalmiddleware.gateway.routing.RouteRule;
import io.universalmiddleware.gateway.snapshot.EdgeRoute;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes routes of the tenant {@code shop}. */
final class TenantRoutes {
    static final Patience PATIENT =
            new Patience(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(2));

    private TenantRoutes() {}

    /** Everything, to a pool, through filters. */
    static RouteRule<EdgeRoute> all(Pool pool, Filter... filters) {
        return route("all", RouteMatch.of(PathPattern.prefix("/")), pool, Retries.ONCE, filters);
    }

    static RouteRule<EdgeRoute> all(Pool pool, Persistence persistence, Filter... filters) {
        RouteScope scope = new RouteScope("shop", "all", pool, persistence);
        return new RouteRule<>(
                RouteMatch.of(PathPattern.prefix("/")), 0, new EdgeRoute(scope, List.of(filters), 1 << 20, false));
    }

    static RouteRule<EdgeRoute> route(String name, RouteMatch match, Pool pool, Retries retries, Filter... filters) {
        RouteScope scope = new RouteScope("shop", name, pool, new Persistence(PATIENT, retries, Duration.ZERO));
        return new RouteRule<>(match, 0, new EdgeRoute(scope, List.of(filters), 1 << 20, false));
    }

    static RouteMatch only(PathPattern path, String... methods) {
        return new RouteMatch(path, Set.of(methods), List.of(), Map.of(), Map.of());
    }
}
