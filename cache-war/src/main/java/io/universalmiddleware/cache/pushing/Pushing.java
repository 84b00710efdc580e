package io.universalmiddleware.cache.pushing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.universalmiddleware.cache.redis.CacheEpoch;
import io.universalmiddleware.cache.redis.PushRound;
import io.universalmiddleware.cache.redis.Pushed;
import io.universalmiddleware.cache.redis.RedisViews;
import io.universalmiddleware.cache.settings.CacheSettings;
import io.universalmiddleware.cache.view.ViewValue;
import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.persistence.view.ViewRow;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushing brings committed changes to Redis, with one worker a node.
 *
 * <p>At least once; a channel's in order; tried until Redis has them. A row that waited long, or was read before Redis
 * forgot, is read again first: so what arrives late is the newest there is, and its intermediate versions are left out.
 */
public final class Pushing implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Pushing.class);
    private static final int AT_ONCE = 256;
    private static final long IDLE_MILLIS = 500;
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2000;

    private final RedisViews redis;
    private final CacheEpoch epoch;
    private final Function<Collection<ViewRef>, Map<ViewRef, ViewRow>> rows;
    private final PushTimeline timeline;
    private final PushQueue queue;
    private final long oldest;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Timer lag;
    private volatile boolean stopped;

    /** @param rows reads rows in a transaction of its own */
    public Pushing(
            RedisViews redis,
            CacheEpoch epoch,
            Function<Collection<ViewRef>, Map<ViewRef, ViewRow>> rows,
            PushTimeline timeline,
            CacheSettings settings,
            Clock clock,
            MeterRegistry meters) {
        this.redis = redis;
        this.epoch = epoch;
        this.rows = rows;
        this.timeline = timeline;
        this.queue = new PushQueue(settings.pushQueueBytes());
        this.oldest = settings.ttl().toNanos() / 2;
        this.clock = clock;
        this.meters = meters;
        this.lag = Timer.builder("um.view.lag")
                .description("From an event's commit to Redis having its view changes")
                .register(meters);
        Gauge.builder("um.cache.push.queue.depth", queue, PushQueue::depth)
                .description("Changes that wait for Redis")
                .register(meters);
        Gauge.builder("um.cache.push.queue.bytes", queue, PushQueue::bytes)
                .description("Estimated memory of the changes that wait for Redis")
                .baseUnit("bytes")
                .register(meters);
    }

    /** What {@link #submit} is to be given; ask before rows are read or written. Waits for Redis once at most, briefly. */
    public String epoch() {
        return redis.knownEpoch().join();
    }

    /**
     * Takes over pushes of one batch; waits while the queue is full.
     *
     * @param readIn the {@link #epoch} before the rows were read or written
     * @param done called once Redis has all of them; from any thread
     */
    public void submit(List<Push> pushes, String readIn, Runnable done) throws InterruptedException {
        if (pushes.isEmpty()) {
            done.run();
            return;
        }
        Owner owner = new Owner(pushes.size(), done);
        long now = System.nanoTime();
        queue.add(pushes.stream().map(p -> new Waiting(p, readIn, now, owner)).toList());
    }

    /** Pushes until stopped. */
    @Override
    public void run() {
        long pause = FIRST_PAUSE_MILLIS;
        while (!stopped) {
            try {
                List<Waiting> taken = queue.take(AT_ONCE, IDLE_MILLIS);
                boolean all = taken.isEmpty() || round(taken);
                if (all) {
                    pause = FIRST_PAUSE_MILLIS;
                } else {
                    Thread.sleep(pause / 2 + ThreadLocalRandom.current().nextLong(pause));
                    pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Lets the current round end and takes no other; what waits is pushed when its events are delivered again. */
    public void stop() {
        stopped = true;
        queue.close();
    }

    private boolean round(List<Waiting> taken) {
        List<Waiting> current;
        try {
            current = refreshed(taken);
        } catch (RuntimeException databaseAway) {
            LOG.warn("{} changes wait for PostgreSQL to be read again: {}", taken.size(), databaseAway.toString());
            queue.putBack(taken);
            return false;
        }
        Set<Waiting> settled = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        @Nullable Throwable failure = push(current, settled);
        List<Waiting> left = current.stream().filter(w -> !settled.contains(w)).toList();
        queue.putBack(left);
        if (failure != null) {
            LOG.warn("{} changes wait for Redis: {}", left.size(), failure.toString());
        }
        return failure == null;
    }

    /** Notes what is settled; answers what went wrong with the first of the others. */
    private @Nullable Throwable push(List<Waiting> current, Set<Waiting> settled) {
        try {
            PushRound round = redis.round(DEADLINE);
            List<CompletableFuture<Void>> ends = current.stream()
                    .map(waiting -> add(waiting, round).thenAccept(pushed -> settle(waiting, pushed, settled)))
                    .toList();
            round.send().join();
            @Nullable Throwable failure = null;
            for (CompletableFuture<Void> end : ends) {
                @Nullable Throwable failed = end.handle((none, f) -> f).join();
                failure = failure == null ? failed : failure;
            }
            return failure;
        } catch (RuntimeException notConnected) {
            return notConnected;
        }
    }

    private static CompletableFuture<Pushed> add(Waiting waiting, PushRound round) {
        Push push = waiting.push();
        if (push instanceof Push.OfView row) {
            return round.push(row.view(), waiting.epoch());
        }
        Push.OfChannel message = (Push.OfChannel) push;
        return round.publish(message.to(), message.publication(), 1);
    }

    private void settle(Waiting waiting, Pushed pushed, Set<Waiting> settled) {
        count(pushed);
        if (pushed instanceof Pushed.Outdated) {
            return;
        }
        settled.add(waiting);
        timeline.note(waiting.push(), pushed, clock.instant());
        lag.record(Duration.between(waiting.push().since(), clock.instant()));
        queue.done(waiting.push().bytes());
        waiting.owner().pushed();
    }

    /** The same pushes, those that may be outdated with their rows as they are now. */
    private List<Waiting> refreshed(List<Waiting> taken) {
        String known = epoch.current();
        long now = System.nanoTime();
        List<ViewRef> outdated = taken.stream()
                .filter(w -> isOutdated(w, known, now))
                .map(w -> ((Push.OfView) w.push()).view().ref())
                .distinct()
                .toList();
        if (outdated.isEmpty()) {
            return taken;
        }
        Map<ViewRef, ViewRow> read = rows.apply(outdated);
        List<Waiting> current = new ArrayList<>(taken.size());
        for (Waiting waiting : taken) {
            current.add(isOutdated(waiting, known, now) ? reread(waiting, read, known, now) : waiting);
        }
        return current;
    }

    private Waiting reread(Waiting waiting, Map<ViewRef, ViewRow> read, String known, long now) {
        @Nullable ViewRow row = read.get(((Push.OfView) waiting.push()).view().ref());
        if (row == null) {
            return waiting; // a committed row does not vanish; if someone removed it by hand, what is known is pushed
        }
        Waiting reread = waiting.reread(new ViewValue(row.version(), row.body()), row.updatedAt(), known, now);
        queue.done(waiting.push().bytes() - reread.push().bytes());
        return reread;
    }

    private boolean isOutdated(Waiting waiting, String known, long now) {
        return waiting.push() instanceof Push.OfView
                && (!waiting.epoch().equals(known) || now - waiting.readAt() > oldest);
    }

    private void count(Pushed pushed) {
        String outcome = pushed instanceof Pushed.Published
                ? "published"
                : pushed instanceof Pushed.Known ? "known" : "outdated";
        Counter.builder("um.cache.pushes")
                .description("Changes pushed to Redis, by what became of them")
                .tag("outcome", outcome)
                .register(meters)
                .increment();
    }
}
