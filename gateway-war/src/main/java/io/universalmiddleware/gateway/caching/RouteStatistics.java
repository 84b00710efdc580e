package io.universalmiddleware.gateway.caching;

import io.universalmiddleware.gateway.caching.store.Owner;
import java.util.concurrent.atomic.LongAdder;

/** What the cache has done for a route on this node since it started. */
public final class RouteStatistics {
    private final String tenant;
    private final String route;
    private final Owner near = new Owner();
    final LongAdder hits = new LongAdder();
    final LongAdder stale = new LongAdder();
    final LongAdder misses = new LongAdder();
    final LongAdder validated = new LongAdder();
    final LongAdder collapsed = new LongAdder();
    final LongAdder bypassed = new LongAdder();
    final LongAdder fetches = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder bytes = new LongAdder();

    RouteStatistics(String tenant, String route) {
        this.tenant = tenant;
        this.route = route;
    }

    public String tenant() {
        return tenant;
    }

    public String route() {
        return route;
    }

    /** What the route has in the near cache. */
    Owner near() {
        return near;
    }

    /** The counts now. */
    public Counts counts() {
        return new Counts(
                tenant,
                route,
                hits.sum(),
                stale.sum(),
                misses.sum(),
                validated.sum(),
                collapsed.sum(),
                bypassed.sum(),
                fetches.sum(),
                failures.sum(),
                bytes.sum(),
                near.entries(),
                near.bytes(),
                near.evictions());
    }

    /**
     * Counts of one moment.
     *
     * @param hits answered by what is stored and fresh
     * @param stale answered by what is stored and stale
     * @param misses answered by what was fetched
     * @param validated of them, those whose origin confirmed what is stored
     * @param collapsed of them, those that another request had asked the origin for
     * @param bypassed passed on to the origin
     * @param fetches requests of the cache's own to the origin
     * @param failures of them, those without an answer
     * @param bytes of bodies that were answered from what is stored
     * @param entries in the near cache now
     * @param entryBytes their estimated size
     * @param evictions of the near cache
     */
    public record Counts(
            String tenant,
            String route,
            long hits,
            long stale,
            long misses,
            long validated,
            long collapsed,
            long bypassed,
            long fetches,
            long failures,
            long bytes,
            long entries,
            long entryBytes,
            long evictions) {}
}
