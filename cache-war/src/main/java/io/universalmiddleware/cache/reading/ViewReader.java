package io.universalmiddleware.cache.reading;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.cache.near.NearCache;
import io.universalmiddleware.cache.redis.Lease;
import io.universalmiddleware.cache.redis.RedisViews;
import io.universalmiddleware.cache.redis.Slot;
import io.universalmiddleware.cache.view.ViewValue;
import io.universalmiddleware.contracts.id.ViewRef;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a row from the near cache, else from Redis, else from PostgreSQL.
 *
 * <p>One load a row at a time: within the node readers join the one under way, and among nodes the holder of the row's lease
 * in Redis loads while the others wait for its copy. With Redis away each node loads for itself, through the bounded
 * {@link DatabaseLoads}. No thread waits, and every read ends within the deadline, by a failure at the latest.
 */
public final class ViewReader {
    private static final Logger LOG = LoggerFactory.getLogger(ViewReader.class);
    private static final long FIRST_WAIT_MILLIS = 5;
    private static final long LONGEST_WAIT_MILLIS = 50;

    private final NearCache near;
    private final RedisViews redis;
    private final DatabaseLoads database;
    private final Duration deadline;
    private final MeterRegistry meters;
    private final RedisBreaker breaker = new RedisBreaker(System::nanoTime);
    private final ConcurrentHashMap<ViewRef, CompletableFuture<ViewAnswer>> flights = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Outcome, Counter> counters = new ConcurrentHashMap<>();

    /** @param deadline of one read in all */
    public ViewReader(
            NearCache near, RedisViews redis, DatabaseLoads database, Duration deadline, MeterRegistry meters) {
        this.near = near;
        this.redis = redis;
        this.database = database;
        this.deadline = deadline;
        this.meters = meters;
    }

    /** The row as caches have it. */
    public CompletableFuture<ViewAnswer> read(ViewRef ref) {
        NearCache.@Nullable Hit hit = near.find(ref);
        if (hit != null) {
            count("near", "hit");
            return CompletableFuture.completedFuture(new ViewAnswer(
                    hit.value(), hit.age(), "um-near; hit; ttl=" + hit.left().toSeconds()));
        }
        count("near", "miss");
        CompletableFuture<ViewAnswer> mine = new CompletableFuture<>();
        @Nullable CompletableFuture<ViewAnswer> other = flights.putIfAbsent(ref, mine);
        if (other != null) {
            return other.thenApply(a -> new ViewAnswer(a.value(), a.age(), a.status() + "; collapsed"));
        }
        fly(ref, mine);
        return mine.copy();
    }

    /** The row as PostgreSQL has it now; Redis and the near cache learn of it. */
    public CompletableFuture<ViewAnswer> readFresh(ViewRef ref) {
        long generation = near.generation();
        return load(ref)
                .thenApply(loaded -> {
                    near.put(ref, loaded.value(), Duration.ZERO, generation);
                    offer(ref, loaded.value());
                    return new ViewAnswer(loaded.value(), Duration.ZERO, "um-redis; fwd=request, um-near; fwd=request");
                })
                .orTimeout(deadline.toMillis(), MILLISECONDS);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its outcome is handled in place
    private void fly(ViewRef ref, CompletableFuture<ViewAnswer> mine) {
        long generation = near.generation();
        CompletableFuture<ViewAnswer> sought =
                seek(ref, FIRST_WAIT_MILLIS).orTimeout(deadline.toMillis(), MILLISECONDS);
        sought.whenComplete((found, failure) -> {
            if (failure == null) {
                near.put(ref, found.value(), found.age(), generation);
            }
            flights.remove(ref, mine);
            if (failure == null) {
                mine.complete(new ViewAnswer(found.value(), found.age(), found.status() + ", um-near; fwd=miss"));
            } else {
                mine.completeExceptionally(failure);
            }
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its outcome is handled in place
    private CompletableFuture<ViewAnswer> seek(ViewRef ref, long wait) {
        if (!breaker.allows()) {
            return bypass(ref);
        }
        return redis.read(ref)
                .handle((slot, failure) -> {
                    if (failure != null) {
                        breaker.failed();
                        LOG.debug("Redis did not answer for {}: {}", ref, failure.toString());
                        return bypass(ref);
                    }
                    breaker.succeeded();
                    return follow(ref, slot, wait);
                })
                .thenCompose(Function.identity());
    }

    private CompletableFuture<ViewAnswer> follow(ViewRef ref, Slot slot, long wait) {
        if (slot instanceof Slot.Copy copy) {
            count("redis", "hit");
            if (copy.refresh() != null) {
                count("redis", "refresh");
                refresh(ref, copy.refresh());
            }
            return CompletableFuture.completedFuture(new ViewAnswer(
                    copy.value(),
                    copy.age(),
                    "um-redis; hit; ttl=" + copy.left().toSeconds()));
        }
        if (slot instanceof Slot.Yours yours) {
            count("redis", "miss");
            return load(ref).thenCompose(loaded -> store(ref, yours.lease(), loaded));
        }
        count("redis", "busy");
        return later(wait).thenCompose(woken -> seek(ref, Math.min(2 * wait, LONGEST_WAIT_MILLIS)));
    }

    private CompletableFuture<ViewAnswer> bypass(ViewRef ref) {
        count("redis", "away");
        return load(ref)
                .thenApply(loaded ->
                        new ViewAnswer(loaded.value(), Duration.ZERO, "um-redis; fwd=bypass; detail=unreachable"));
    }

    private CompletableFuture<ViewAnswer> store(ViewRef ref, Lease lease, DatabaseLoads.Loaded loaded) {
        return redis.fill(ref, lease, loaded.value(), loaded.cost())
                .exceptionally(away -> false)
                .thenApply(stored -> new ViewAnswer(
                        loaded.value(), Duration.ZERO, stored ? "um-redis; fwd=miss; stored" : "um-redis; fwd=miss"));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its outcome is handled in place
    private void refresh(ViewRef ref, Lease lease) {
        load(ref)
                .thenCompose(loaded -> redis.fill(ref, lease, loaded.value(), loaded.cost()))
                .whenComplete((stored, failure) -> {
                    if (failure != null) {
                        LOG.debug("Early refresh of {} failed: {}", ref, failure.toString());
                    }
                });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its outcome is handled in place
    private void offer(ViewRef ref, ViewValue value) {
        if (breaker.allows()) {
            redis.offer(ref, value).whenComplete((stored, failure) -> {
                if (failure == null) {
                    breaker.succeeded();
                } else {
                    breaker.failed();
                }
            });
        }
    }

    private CompletableFuture<DatabaseLoads.Loaded> load(ViewRef ref) {
        return database.load(ref).whenComplete((loaded, failure) -> {
            if (failure == null) {
                count("database", loaded.value().body() == null ? "absent" : "hit");
            } else {
                count("database", failure instanceof OverloadedException ? "refused" : "failed");
            }
        });
    }

    private static CompletableFuture<Void> later(long millis) {
        long jittered = millis + ThreadLocalRandom.current().nextLong(millis);
        return CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(jittered, TimeUnit.MILLISECONDS, Runnable::run));
    }

    private void count(String layer, String outcome) {
        counters.computeIfAbsent(new Outcome(layer, outcome), this::counter).increment();
    }

    private Counter counter(Outcome counted) {
        return Counter.builder("um.cache.reads")
                .description("Reads of rows by the layer that was asked and what it had")
                .tag("layer", counted.layer)
                .tag("outcome", counted.outcome)
                .register(meters);
    }

    /** What a layer had for a read. */
    private record Outcome(String layer, String outcome) {}
}
