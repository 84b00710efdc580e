package io.universalmiddleware.gateway.caching.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.redisson.api.RedissonClient;

/**
 * Following purges keeps a node's near store behind the purges of all nodes, with one blocking reader.
 *
 * <p>A node that has lost touch goes on where it was if the epoch is still the same. A gap (it lagged behind the bounded stream) or
 * another epoch means that purges may have been missed: everything is dropped.
 */
public final class PurgeFollowing extends Worker {
    private final RedissonClient redis;
    private final EdgeCacheKeys keys;
    private final NearStore near;
    private final RedisHealth health;
    private final Counter gaps;
    private final Counter epochs;
    private final ConcurrentNavigableMap<Long, CompletableFuture<Void>> waiting = new ConcurrentSkipListMap<>();
    private String epoch = "";
    private volatile long position;

    public PurgeFollowing(
            RedissonClient redis, String keyPrefix, NearStore near, RedisHealth health, MeterRegistry meters) {
        super("Following purges of the edge's cache");
        this.redis = redis;
        this.keys = new EdgeCacheKeys(keyPrefix);
        this.near = near;
        this.health = health;
        gaps = flushes(meters, "gap");
        epochs = flushes(meters, "epoch");
    }

    /** Completes when this node's near store has followed the purge of that number. */
    public CompletableFuture<Void> reached(long number) {
        CompletableFuture<Void> reached = waiting.computeIfAbsent(number, n -> new CompletableFuture<>());
        tell();
        return reached;
    }

    @Override
    void begin() {
        adopt();
        health.reached(true);
    }

    @Override
    void step() {
        List<Numbered> next = Numbered.after(position, keys.purges(), redis);
        for (Numbered message : next) {
            if (!message.epoch().equals(epoch)) {
                adopt();
                return;
            }
            if (message.number() != position + 1) {
                near.flush();
                gaps.increment();
            }
            near.apply(purge(message));
            position = message.number();
        }
        tell();
        if (next.isEmpty()) {
            adopt();
        }
    }

    @Override
    void lost() {
        health.reached(false);
    }

    /** Takes the epoch that is; drops everything if it is another one than before. */
    private void adopt() {
        BinaryScript.Answer now = Numbered.join(
                EdgeCacheScripts.POSITION.call(redis, List.of(keys.state(), keys.purges()), SharedStore.freshEpoch()));
        if (!now.text(0).equals(epoch)) {
            boolean first = epoch.isEmpty();
            epoch = now.text(0);
            position = now.number(1);
            near.flush();
            if (!first) {
                epochs.increment();
            }
        }
    }

    private void tell() {
        var reached = waiting.headMap(position, true);
        reached.values().forEach(future -> future.complete(null));
        reached.clear();
    }

    private static Purge purge(Numbered message) {
        return new Purge(
                message.fields().getOrDefault("t", ""),
                Purge.Kind.valueOf(message.fields().getOrDefault("k", "TAG")),
                message.fields().getOrDefault("v", ""),
                "1".equals(message.fields().get("s")));
    }

    private static Counter flushes(MeterRegistry meters, String reason) {
        return Counter.builder("um.edge.cache.near.flushes")
                .description("Times that the edge's near cache dropped everything")
                .tag("reason", reason)
                .register(meters);
    }
}
