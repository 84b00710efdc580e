package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.routing.Upstream;
import io.universalmiddleware.gateway.snapshot.EdgeRoute;
import io.universalmiddleware.gateway.snapshot.EdgeTenant;
import org.jspecify.annotations.Nullable;

/** Where a request goes. */
sealed interface Way {

    /** To a process of the platform. */
    record ToPlatform(Upstream upstream) implements Way {}

    /** To a tenant's origin, through the route's filters. */
    record ToTenant(EdgeRoute route) implements Way {}

    /** Nowhere. @param tenant whose request it is; null if nobody's */
    record Nowhere(Refusal refusal, @Nullable EdgeTenant tenant) implements Way {}
}
