package io.universalmiddleware.gateway.snapshot;

import io.universalmiddleware.gateway.caching.EdgeCache;
import io.universalmiddleware.gateway.definition.RouteDefinition;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.gatekeeping.Gatekeeper;
import io.universalmiddleware.gateway.limiting.LimitSet;
import io.universalmiddleware.gateway.pool.Pool;
import io.universalmiddleware.gateway.rewriting.PathTemplate;
import io.universalmiddleware.gateway.routing.PathPattern;
import io.universalmiddleware.gateway.shaping.ShapingFilters;
import io.universalmiddleware.gateway.versioning.VersionCallers;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chains put a route's filters together. This is the one place that knows every feature, and their order:
 *
 * <p>shaping that needs no caller (CORS, security headers, compression, maintenance, faults, versions) → who calls →
 * versions that are gone, the canary → how often → shaping of what is sent (validation, bodies, fields, path, mirror) → the cache.
 */
@Dependent
public class Chains {
    private final Gatekeeper gatekeeper;
    private final Instance<EdgeCache> cache;
    private final VersionCallers callers;
    private final Clock clock;

    @Inject
    public Chains(Gatekeeper gatekeeper, Instance<EdgeCache> cache, VersionCallers callers, Clock clock) {
        this.gatekeeper = gatekeeper;
        this.cache = cache;
        this.callers = callers;
        this.clock = clock;
    }

    List<Filter> of(RouteDefinition route, TenantParts parts) {
        String tenant = route.tenant();
        ShapingFilters shaping =
                ShapingFilters.of(route.shaping(), template(route.match().path()), parts::pool, callers, clock);
        List<Filter> chain = new ArrayList<>(shaping.outer());
        chain.add(
                parts.access().computeIfAbsent(route.access(), said -> gatekeeper.access(said, tenant, parts.keys())));
        chain.addAll(shaping.middle());
        LimitSet limited = LimitSet.of(parts.platformLimits(), parts.limits(), route.limits(), tenant, route.name());
        chain.addAll(gatekeeper.limits(limited, byPool(limited, route, parts)));
        chain.addAll(shaping.inner());
        if (parts.caches()) {
            chain.add(cache.get().invalidating());
        }
        route.cache().ifPresent(cached -> chain.add(cache.get().filter(tenant, route.name(), cached)));
        return chain;
    }

    /** The limits of the route's requests to origins that have some of their own. */
    private static Map<Pool, LimitSet> byPool(LimitSet limited, RouteDefinition route, TenantParts parts) {
        Map<Pool, LimitSet> byPool = new HashMap<>();
        Stream.concat(Stream.of(route.origin()), route.shaping().served().keySet().stream())
                .filter(origin -> !parts.limits(origin).isEmpty())
                .forEach(origin -> byPool.put(parts.pool(origin), limited.with(origin, parts.limits(origin))));
        return byPool;
    }

    private static @Nullable PathTemplate template(PathPattern path) {
        return path instanceof PathPattern.Template template ? PathTemplate.of(template.text()) : null;
    }
}
