package io.universalmiddleware.gateway.caching;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.gateway.filter.Filter;
import java.time.Clock;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.redisson.api.RedissonClient;

/** One node's cache on a real Redis. */
public final class CachingNode implements AutoCloseable {
    /** So long that a busy machine ends neither a call of Redis nor a lease. */
    private static final Duration LONG = Duration.ofMinutes(1);

    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final EdgeCache cache;
    final Filter filter;
    private final RedissonClient redis;

    /** @param definition of the route {@code r} of {@code acme} */
    public CachingNode(RedisBackend backend, Clock clock, CacheDefinition definition) {
        redis = RedisClients.of(backend);
        CachingSettings settings = new CachingSettings(10_000_000, 10_000_000, LONG, LONG, LONG, 1_000);
        cache = new EdgeCache(settings, redis, backend.keyPrefix(), meters, clock);
        cache.start(Thread::new);
        filter = cache.filter("acme", "r", definition);
    }

    /** When Redis is in use. */
    public CachingNode connected() {
        Awaitility.await().until(cache::isShared);
        return this;
    }

    RouteStatistics.Counts counts() {
        return cache.statistics().of("acme", "r").counts();
    }

    @Override
    public void close() {
        cache.close();
        RedisClients.close(redis);
    }
}
