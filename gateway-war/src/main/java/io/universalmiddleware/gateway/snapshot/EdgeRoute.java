package io.universalmiddleware.gateway.snapshot;

import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.RouteScope;
import java.util.List;

/**
 * A route as it serves: its filters in order, and where its requests go.
 *
 * @param maxBody bytes of a request's body, else 413; the listener's own limit if that is smaller
 * @param ambiguousPaths whether it takes paths that servers read differently, as they came
 */
public record EdgeRoute(RouteScope scope, List<Filter> filters, long maxBody, boolean ambiguousPaths) {
    public EdgeRoute {
        filters = List.copyOf(filters);
    }
}
