package io.universalmiddleware.gateway.caching;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The cache's statistics by tenant and route, for the control plane and as metrics. A route keeps its counts when it changes. Of the routes
 * beyond {@value #MOST_METERED} no metrics are shown.
 */
public final class CacheStatistics {
    private static final int MOST_METERED = 1_000;

    private final AtomicInteger metered = new AtomicInteger();
    private final ConcurrentHashMap<String, RouteStatistics> routes = new ConcurrentHashMap<>();
    private final MeterRegistry meters;

    public CacheStatistics(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The statistics of a route. */
    public RouteStatistics of(String tenant, String route) {
        return routes.computeIfAbsent(tenant + '/' + route, name -> registered(new RouteStatistics(tenant, route)));
    }

    /** The counts of all routes of some tenants, in order. */
    public List<RouteStatistics.Counts> counts(Collection<String> tenants) {
        return routes.values().stream()
                .filter(route -> tenants.isEmpty() || tenants.contains(route.tenant()))
                .map(RouteStatistics::counts)
                .sorted(Comparator.comparing(RouteStatistics.Counts::tenant)
                        .thenComparing(RouteStatistics.Counts::route))
                .toList();
    }

    private RouteStatistics registered(RouteStatistics route) {
        if (metered.incrementAndGet() > MOST_METERED) {
            return route;
        }
        count(route, "hit", route.hits);
        count(route, "stale", route.stale);
        count(route, "miss", route.misses);
        count(route, "bypass", route.bypassed);
        Tags tags = Tags.of("tenant", route.tenant(), "route", route.route());
        FunctionCounter.builder("um.edge.cache.fetches", route.fetches, LongAdder::sum)
                .description("Requests of the edge's cache to origins")
                .tags(tags)
                .register(meters);
        FunctionCounter.builder("um.edge.cache.bytes", route.bytes, LongAdder::sum)
                .description("Bytes of bodies that the edge's cache answered")
                .baseUnit("bytes")
                .tags(tags)
                .register(meters);
        FunctionCounter.builder("um.edge.cache.evictions", route.near(), owner -> owner.evictions())
                .description("Entries that left the edge's near cache for others")
                .tags(tags)
                .register(meters);
        return route;
    }

    private void count(RouteStatistics route, String outcome, LongAdder count) {
        FunctionCounter.builder("um.edge.cache.requests", count, LongAdder::sum)
                .description("Requests to routes that cache, by what the cache did")
                .tags("tenant", route.tenant(), "route", route.route(), "outcome", outcome)
                .register(meters);
    }
}
