package io.universalmiddleware.cache.settings;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * Cache settings say how much is remembered where, for how long, and how long anyone waits.
 *
 * @param nearBytes bound of the near cache
 * @param pushQueueBytes bound of the changes that wait for Redis
 * @param projectors transactions at once in which events become rows
 * @param eventsInFlight no more events are taken while so many are taken and not committed
 * @param inboxRetention longer than any redelivery may take
 * @param invalidations announcements that Redis keeps for nodes that lag
 * @param loads database loads at once
 * @param queuedLoads reads that may wait for a database load
 */
public record CacheSettings(
        long nearBytes,
        Duration nearTtl,
        Duration ttl,
        Duration negativeTtl,
        Duration lease,
        Duration redisDeadline,
        Duration readDeadline,
        int loads,
        int queuedLoads,
        long pushQueueBytes,
        int invalidations,
        Duration consistencyWait,
        int projectors,
        int eventsInFlight,
        Duration inboxRetention,
        Duration timelineRetention,
        Duration letterRetention) {

    private static final Setting<Integer> NEAR_MEGABYTES = Setting.integer(
            "um.cache.near-megabytes", 64, 1, 65_536, "Bound of the near cache of a node, in MiB of rows.");
    private static final Setting<Duration> NEAR_TTL = Setting.duration(
            "um.cache.near-ttl",
            "2s",
            Duration.ZERO,
            Duration.ofMinutes(5),
            "How long a node answers from its near cache; bounds how old an answer can be while Redis is away.");
    private static final Setting<Duration> TTL = Setting.duration(
            "um.cache.ttl",
            "10m",
            Duration.ofSeconds(1),
            Duration.ofDays(7),
            "How long Redis keeps a row, give or take a tenth.");
    private static final Setting<Duration> NEGATIVE_TTL = Setting.duration(
            "um.cache.negative-ttl",
            "30s",
            Duration.ofSeconds(1),
            Duration.ofDays(1),
            "How long Redis remembers that a row does not exist, give or take a tenth.");
    private static final Setting<Duration> LEASE = Setting.duration(
            "um.cache.lease",
            "1s",
            Duration.ofMillis(50),
            Duration.ofSeconds(30),
            "How long one node may load a row for all before another one tries.");
    private static final Setting<Duration> REDIS_DEADLINE = Setting.duration(
            "um.cache.redis-deadline",
            "500ms",
            Duration.ofMillis(10),
            Duration.ofSeconds(10),
            "How long a read waits for Redis before it goes to PostgreSQL.");
    private static final Setting<Duration> READ_DEADLINE = Setting.duration(
            "um.cache.read-deadline",
            "3s",
            Duration.ofMillis(100),
            Duration.ofSeconds(30),
            "How long a read may take in all before it is answered 503.");
    private static final Setting<Integer> LOADS =
            Setting.integer("um.cache.loads", 8, 1, 200, "Rows that a node loads from PostgreSQL at once.");
    private static final Setting<Integer> QUEUED_LOADS = Setting.integer(
            "um.cache.queued-loads",
            1000,
            1,
            1_000_000,
            "Reads of a node that may wait for a load; one more is answered 503.");
    private static final Setting<Integer> PUSH_QUEUE_MEGABYTES = Setting.integer(
            "um.cache.push-queue-megabytes",
            32,
            1,
            4096,
            "Bound of the changes that wait for Redis, in MiB; beyond it the node stops consuming events.");
    private static final Setting<Integer> INVALIDATIONS = Setting.integer(
            "um.cache.invalidations",
            10_000,
            100,
            10_000_000,
            "Announcements that Redis keeps; a node further behind flushes its near cache.");
    private static final Setting<Duration> CONSISTENCY_WAIT = Setting.duration(
            "um.cache.consistency-wait",
            "3s",
            Duration.ZERO,
            Duration.ofSeconds(30),
            "How long a read with a Consistency-Token waits before it is answered 503.");

    private static final Setting<Integer> PROJECTORS = Setting.integer(
            "um.cache.projectors",
            4,
            1,
            64,
            "How many transactions of a node project events at once; what waits meanwhile goes together in the next.");
    private static final Setting<Integer> EVENTS_IN_FLIGHT = Setting.integer(
            "um.cache.events-in-flight",
            2_000,
            1,
            100_000,
            "How many events may be taken and not committed before no more are taken, to within one poll of 500.");
    private static final Setting<Duration> INBOX_RETENTION = Setting.duration(
            "um.inbox.retention",
            "8d",
            Duration.ofDays(1),
            Duration.ofDays(3650),
            "How long consumers remember which messages they have had; longer than Kafka keeps messages.");
    private static final Setting<Duration> TIMELINE_RETENTION = Setting.duration(
            "um.timeline.retention",
            "30d",
            Duration.ofDays(1),
            Duration.ofDays(3650),
            "How long the timelines of commands are kept.");

    private static final Setting<Duration> LETTER_RETENTION = Setting.duration(
            "um.dead-letters.retention",
            "90d",
            Duration.ofDays(8),
            Duration.ofDays(3650),
            "How long dead letters are kept once they are resolved or discarded; the audit of them stays.");

    static final List<Setting<?>> ALL = List.of(
            NEAR_MEGABYTES,
            NEAR_TTL,
            TTL,
            NEGATIVE_TTL,
            LEASE,
            REDIS_DEADLINE,
            READ_DEADLINE,
            LOADS,
            QUEUED_LOADS,
            PUSH_QUEUE_MEGABYTES,
            INVALIDATIONS,
            CONSISTENCY_WAIT,
            PROJECTORS,
            EVENTS_IN_FLIGHT,
            INBOX_RETENTION,
            TIMELINE_RETENTION,
            LETTER_RETENTION);

    /** The configured settings. */
    public static CacheSettings from(Settings settings) {
        return new CacheSettings(
                megabytes(settings.get(NEAR_MEGABYTES)),
                settings.get(NEAR_TTL),
                settings.get(TTL),
                settings.get(NEGATIVE_TTL),
                settings.get(LEASE),
                settings.get(REDIS_DEADLINE),
                settings.get(READ_DEADLINE),
                settings.get(LOADS),
                settings.get(QUEUED_LOADS),
                megabytes(settings.get(PUSH_QUEUE_MEGABYTES)),
                settings.get(INVALIDATIONS),
                settings.get(CONSISTENCY_WAIT),
                settings.get(PROJECTORS),
                settings.get(EVENTS_IN_FLIGHT),
                settings.get(INBOX_RETENTION),
                settings.get(TIMELINE_RETENTION),
                settings.get(LETTER_RETENTION));
    }

    private static long megabytes(int count) {
        return (long) count << 20;
    }
}
