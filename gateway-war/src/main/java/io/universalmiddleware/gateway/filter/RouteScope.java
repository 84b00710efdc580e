package io.universalmiddleware.gateway.filter;

import io.universalmiddleware.gateway.pool.Pool;
import io.universalmiddleware.gateway.routing.Persistence;

/**
 * A route's scope: whose it is, and how its requests are sent.
 *
 * @param tenant the tenant's slug
 * @param route the route's name within the tenant
 * @param pool where requests go unless a filter says otherwise
 * @param persistence how long and how often
 */
public record RouteScope(String tenant, String route, Pool pool, Persistence persistence) {

    /** The same, to another pool. */
    public RouteScope to(Pool other) {
        return other == pool ? this : new RouteScope(tenant, route, other, persistence);
    }
}
