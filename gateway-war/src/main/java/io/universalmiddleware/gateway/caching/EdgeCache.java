package io.universalmiddleware.gateway.caching;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.lifecycle.Workers;
import io.universalmiddleware.gateway.caching.fill.FillBudget;
import io.universalmiddleware.gateway.caching.fill.Flights;
import io.universalmiddleware.gateway.caching.store.NearStore;
import io.universalmiddleware.gateway.caching.store.PurgeFollowing;
import io.universalmiddleware.gateway.caching.store.RedisHealth;
import io.universalmiddleware.gateway.caching.store.SharedStore;
import io.universalmiddleware.gateway.caching.store.ViewFollowing;
import io.universalmiddleware.gateway.filter.Filter;
import java.time.Clock;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.redisson.api.RedissonClient;

/** The edge's cache on one node: its stores, what follows purges, and the filters that it gives to routes. */
public final class EdgeCache implements AutoCloseable {
    private final NearStore near;
    private final SharedStore shared;
    private final Flights flights;
    private final Purging purging;
    private final CacheStatistics statistics;
    private final PurgeFollowing purges;
    private final ViewFollowing views;
    private final Clock clock;
    private final Workers workers = new Workers();

    /** @param keyPrefix what all keys of the deployment in Redis begin with */
    public EdgeCache(
            CachingSettings settings, RedissonClient redis, String keyPrefix, MeterRegistry meters, Clock clock) {
        this.clock = clock;
        RedisHealth health = new RedisHealth(clock);
        near = new NearStore(settings.nearBytes(), Ticker.systemTicker());
        shared = new SharedStore(
                redis, keyPrefix, settings.redisDeadline(), settings.lease(), settings.purges(), health);
        FillBudget budget = new FillBudget(settings.fillBytes());
        flights = new Flights(near, shared, budget, settings.patience(), clock);
        purges = new PurgeFollowing(redis, keyPrefix, near, health, meters);
        purging = new Purging(near, shared, purges);
        statistics = new CacheStatistics(meters);
        views = new ViewFollowing(redis, keyPrefix, settings.purges());
        gauge(meters, "um.edge.cache.near.bytes", "Estimated memory of the edge's near cache", near::bytes);
        gauge(meters, "um.edge.cache.near.entries", "Answers in the edge's near cache", near::entries);
        gauge(meters, "um.edge.cache.fills", "Answers that the edge's cache is fetching", flights::size);
        gauge(meters, "um.edge.cache.fill.bytes", "Memory of answers that are coming in", budget::taken);
    }

    /** Follows purges and views; safe with Redis away. */
    public void start(ThreadFactory threads) {
        workers.begin(threads, "um-edge-cache-purges", purges, purges::stop);
        workers.begin(threads, "um-edge-cache-views", views, views::stop);
    }

    /** The filter of a route that caches. */
    public Filter filter(String tenant, String route, CacheDefinition definition) {
        return new CachingFilter(new RouteCache(
                definition,
                new KeyStrategy(definition.key()),
                statistics.of(tenant, route),
                near,
                shared,
                flights,
                clock));
    }

    /** The filter of every route of a tenant of which any route caches; it comes before the route's own. */
    public Filter invalidating() {
        return new InvalidatingFilter(purging);
    }

    public Purging purging() {
        return purging;
    }

    public CacheStatistics statistics() {
        return statistics;
    }

    /** Whether Redis is in use: purges reach all nodes, and nodes share what they have. */
    public boolean isShared() {
        return shared.isThere();
    }

    @Override
    public void close() {
        workers.stop();
    }

    private static void gauge(MeterRegistry meters, String name, String meaning, Supplier<Number> value) {
        Gauge.builder(name, value).description(meaning).register(meters);
    }
}
