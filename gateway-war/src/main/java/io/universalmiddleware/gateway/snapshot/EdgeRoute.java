package io.universalmiddleware.gateway.snapshot;

import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.RouteScope;
import io.universalmiddleware.gateway.traffic.Measured;
import io.universalmiddleware.gateway.traffic.RouteLog;
import java.util.List;

/**
 * A route as it serves: its filters in order, and where its requests go.
 *
 * @param maxBody bytes of a request's body, else 413; the listener's own limit if that is smaller
 * @param ambiguousPaths whether it takes paths that servers read differently, as they came
 * @param log how much of its traffic is written down request by request
 */
public record EdgeRoute(RouteScope scope, List<Filter> filters, long maxBody, boolean ambiguousPaths, RouteLog log)
        implements Measured {
    public EdgeRoute {
        filters = List.copyOf(filters);
    }

    /** A route of which every request is written down. */
    public EdgeRoute(RouteScope scope, List<Filter> filters, long maxBody, boolean ambiguousPaths) {
        this(scope, filters, maxBody, ambiguousPaths, RouteLog.ALL);
    }

    @Override
    public String tenant() {
        return scope.tenant();
    }

    @Override
    public String route() {
        return scope.route();
    }
}
