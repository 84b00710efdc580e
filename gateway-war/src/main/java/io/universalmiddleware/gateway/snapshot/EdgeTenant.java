package io.universalmiddleware.gateway.snapshot;

import io.universalmiddleware.gateway.routing.RouteRule;
import io.universalmiddleware.gateway.routing.Router;
import io.universalmiddleware.gateway.traffic.Measured;
import java.util.List;
import java.util.Set;

/**
 * A tenant as it is served.
 *
 * @param domains its own, lower case
 * @param routes in no order
 */
public record EdgeTenant(String slug, Set<String> domains, Router<EdgeRoute> router, List<EdgeRoute> routes)
        implements Measured {
    public EdgeTenant {
        domains = Set.copyOf(domains);
        routes = List.copyOf(routes);
    }

    public static EdgeTenant of(String slug, Set<String> domains, List<RouteRule<EdgeRoute>> rules) {
        return new EdgeTenant(
                slug,
                domains,
                new Router<>(rules),
                rules.stream().map(RouteRule::route).toList());
    }

    @Override
    public String tenant() {
        return slug;
    }

    @Override
    public String route() {
        return "";
    }
}
