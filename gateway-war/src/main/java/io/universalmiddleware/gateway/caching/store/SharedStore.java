package io.universalmiddleware.gateway.caching.store;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.universalmiddleware.gateway.caching.rule.Vary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;

/**
 * The shared store holds answers in Redis for all nodes; its guarantees are said at {@link EdgeCacheScripts}.
 *
 * <p>Every call is asynchronous and ends, by failure at the latest, within the deadline. Nothing is asked of a Redis that was not
 * reached yet or that failed a moment ago: see {@link #isThere}.
 */
public final class SharedStore {
    private final RedissonClient redis;
    private final EdgeCacheKeys keys;
    private final Duration deadline;
    private final Duration lease;
    private final int purges;
    private final RedisHealth health;

    /**
     * @param keyPrefix what all keys of the deployment begin with
     * @param deadline of every call
     * @param lease how long a holder may be silent
     * @param purges how many the stream keeps for nodes that lag
     */
    public SharedStore(
            RedissonClient redis, String keyPrefix, Duration deadline, Duration lease, int purges, RedisHealth health) {
        this.redis = redis;
        this.keys = new EdgeCacheKeys(keyPrefix);
        this.deadline = deadline;
        this.lease = lease;
        this.purges = purges;
        this.health = health;
    }

    /** Whether it is worth asking. */
    public boolean isThere() {
        return health.isThere();
    }

    /** How long a lease lasts without a sign of its holder. */
    public Duration lease() {
        return lease;
    }

    /**
     * What is held under the key.
     *
     * @param known stamp of what the caller has already and does not want again; empty if it has nothing
     * @param toFetch whether the caller will fetch it if nobody else does
     */
    public CompletableFuture<Slot> read(CacheKey key, String known, boolean toFetch) {
        String token = UUID.randomUUID().toString();
        return within(EdgeCacheScripts.READ.call(
                        redis,
                        List.of(keys.state(), keys.purges(), keys.entry(key), keys.lease(key)),
                        freshEpoch(),
                        keys.tags(key.tenant()),
                        keys.prefixes(key.tenant()),
                        known,
                        token,
                        toFetch ? lease.toMillis() : 0))
                .thenApply(answer -> slot(key, token, answer));
    }

    /**
     * Keeps what the holder of a lease fetched, and ends the lease.
     *
     * @param vary by what the answers under the lease's key vary, if the answer's own key is another one
     * @return whether it is kept; false if it was purged meanwhile or the lease is over
     */
    public CompletableFuture<Boolean> fill(
            Lease held, CacheKey key, StoredResponse response, @Nullable CacheKey base, @Nullable Vary vary, long now) {
        return keep(
                held,
                key,
                EntryCodec.write(new Held.Stored(response)),
                response.tags(),
                response.path(),
                response.stamp(),
                response.keep(now),
                base,
                vary == null ? null : EntryCodec.write(new Held.Varies(vary)));
    }

    /** Says to all nodes that what was fetched cannot be stored, and ends the lease. */
    public CompletableFuture<Boolean> uncacheable(Lease held, String why, Duration life) {
        byte[] mark = EntryCodec.write(new Held.Uncacheable(why));
        return keep(held, held.key(), mark, List.of(), "", UUID.randomUUID().toString(), life.toMillis(), null, null);
    }

    /** Goes on holding a lease; false if it is lost. */
    public CompletableFuture<Boolean> renew(Lease held) {
        return within(EdgeCacheScripts.RENEW.call(
                        redis, List.of(keys.lease(held.key())), held.token(), lease.toMillis()))
                .thenApply(answer -> answer.number(0) == 1);
    }

    /** Ends a lease: another one may try. */
    public CompletableFuture<Boolean> release(Lease held) {
        return within(EdgeCacheScripts.RELEASE.call(redis, List.of(keys.lease(held.key())), held.token()))
                .thenApply(answer -> answer.number(0) == 1);
    }

    /** Purges for all nodes; the number of the last purge. Fails if Redis is away: nothing has been purged elsewhere then. */
    public CompletableFuture<Long> purge(List<Purge> all) {
        List<Object> arguments = new ArrayList<>(List.of(freshEpoch(), purges));
        for (Purge purge : all) {
            arguments.add(purge.tenant());
            arguments.add(purge.kind());
            arguments.add(purge.value());
            arguments.add(purge.soft() ? 1 : 0);
            arguments.add(keys.tags(purge.tenant()));
            arguments.add(keys.prefixes(purge.tenant()));
        }
        return within(EdgeCacheScripts.PURGE.call(redis, List.of(keys.state(), keys.purges()), arguments.toArray()))
                .thenApply(answer -> answer.number(1));
    }

    private CompletableFuture<Boolean> keep(
            Lease held,
            CacheKey key,
            byte[] bytes,
            List<String> tags,
            String path,
            String stamp,
            long life,
            @Nullable CacheKey base,
            byte @Nullable [] baseBytes) {
        List<Object> names =
                new ArrayList<>(List.of(keys.state(), keys.purges(), keys.entry(key), keys.lease(held.key())));
        if (base != null) {
            names.add(keys.entry(base));
            names.add(keys.lease(base));
        }
        return within(EdgeCacheScripts.FILL.call(
                        redis,
                        names,
                        freshEpoch(),
                        held.epoch(),
                        held.token(),
                        held.number(),
                        keys.tags(key.tenant()),
                        keys.prefixes(key.tenant()),
                        String.join("\n", tags),
                        path,
                        stamp,
                        life,
                        bytes,
                        baseBytes == null ? new byte[0] : baseBytes))
                .thenApply(answer -> answer.text(0).equals("S"));
    }

    private Slot slot(CacheKey key, String token, BinaryScript.Answer answer) {
        return switch (answer.text(0)) {
            case "H" -> {
                Optional<Held> held = EntryCodec.read(answer.bytes(3));
                yield held.isPresent()
                        ? new Slot.Copy(held.get(), answer.number(2) == 1)
                        : new Slot.Unreadable(answer.text(4));
            }
            case "L" -> new Slot.Yours(new Lease(key, answer.text(1), token, answer.number(2)));
            case "B" -> new Slot.Busy();
            default -> new Slot.Nothing();
        };
    }

    private CompletableFuture<BinaryScript.Answer> within(CompletableFuture<BinaryScript.Answer> call) {
        return call.orTimeout(deadline.toMillis(), MILLISECONDS).whenComplete((answer, failure) -> {
            if (failure == null) {
                health.answered();
            } else {
                health.failed(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
            }
        });
    }

    static String freshEpoch() {
        return UUID.randomUUID().toString();
    }
}
