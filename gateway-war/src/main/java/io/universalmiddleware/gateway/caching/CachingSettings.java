package io.universalmiddleware.gateway.caching;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * How much the edge's cache keeps in a process, and how long anyone waits.
 *
 * @param nearBytes bound of the near cache
 * @param fillBytes bound of the bodies that are coming in
 * @param redisDeadline of every call to Redis
 * @param lease of whoever asks an origin for all nodes
 * @param patience with another node that asks
 * @param purges that Redis keeps for nodes that lag
 */
public record CachingSettings(
        long nearBytes, long fillBytes, Duration redisDeadline, Duration lease, Duration patience, int purges) {

    private static final Setting<Integer> NEAR_MEGABYTES = Setting.integer(
            "um.edge.cache.near-megabytes", 64, 1, 65_536, "Bound of the edge's near cache, in MiB of answers.");
    private static final Setting<Integer> FILL_MEGABYTES = Setting.integer(
            "um.edge.cache.fill-megabytes",
            64,
            1,
            65_536,
            "Bound of the bodies that are coming in for the edge's cache, in MiB; beyond it they are passed on and not stored.");
    private static final Setting<Duration> REDIS_DEADLINE = Setting.duration(
            "um.edge.cache.redis-deadline",
            "250ms",
            Duration.ofMillis(10),
            Duration.ofSeconds(10),
            "How long the edge's cache waits for Redis before it goes on without.");
    private static final Setting<Duration> LEASE = Setting.duration(
            "um.edge.cache.lease",
            "5s",
            Duration.ofMillis(500),
            Duration.ofMinutes(1),
            "How long a node that asks an origin for all nodes may be silent before another one asks.");
    private static final Setting<Duration> WAIT = Setting.duration(
            "um.edge.cache.wait",
            "10s",
            Duration.ofMillis(100),
            Duration.ofMinutes(5),
            "How long requests wait for an answer that another node is fetching, before their own node asks the origin too.");
    private static final Setting<Integer> PURGES = Setting.integer(
            "um.edge.cache.purges",
            10_000,
            100,
            10_000_000,
            "Purges that Redis keeps; a node further behind drops its near cache.");

    static final List<Setting<?>> ALL = List.of(NEAR_MEGABYTES, FILL_MEGABYTES, REDIS_DEADLINE, LEASE, WAIT, PURGES);

    /** The configured settings. */
    public static CachingSettings from(Settings settings) {
        return new CachingSettings(
                (long) settings.get(NEAR_MEGABYTES) << 20,
                (long) settings.get(FILL_MEGABYTES) << 20,
                settings.get(REDIS_DEADLINE),
                settings.get(LEASE),
                settings.get(WAIT),
                settings.get(PURGES));
    }
}
