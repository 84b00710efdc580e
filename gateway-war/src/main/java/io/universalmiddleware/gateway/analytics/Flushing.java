package io.universalmiddleware.gateway.analytics;

import io.universalmiddleware.gateway.traffic.LogEntry;
import io.universalmiddleware.gateway.traffic.Traffic;
import io.universalmiddleware.gateway.traffic.Window;
import io.universalmiddleware.persistence.analytics.LoggedRequest;
import io.universalmiddleware.persistence.analytics.TopPlace;
import io.universalmiddleware.persistence.analytics.TrafficBatch;
import io.universalmiddleware.persistence.analytics.TrafficCount;
import io.universalmiddleware.persistence.analytics.TrafficPartitions.Table;
import io.universalmiddleware.persistence.postgres.SqlFault;
import jakarta.transaction.TransactionalException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flushing takes over what a process has recorded ten times a second, and takes it to the store every few seconds and once more at the end,
 * each on a thread of its own: what is recorded is taken over however long the store takes.
 *
 * <p>A batch that could not be written, or of which nobody knows, is flushed again as it was and with its number, before anything
 * later. One that the store refuses three times for its own sake is dropped, and counted.
 */
final class Flushing implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Flushing.class);
    private static final int MOST_COUNTS = 50_000;
    private static final int LEAST_ENTRIES = 10_000;
    private static final int MOST_ENTRIES = 200_000;
    private static final int BATCH = 1_000;
    private static final int TRIES = 3;
    private static final Duration TAKING = Duration.ofMillis(100);
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final Duration LONGEST_REST = Duration.ofMillis(500);
    private static final Duration KEEPING_UP = Duration.ofMinutes(10);

    /** A partition that is known to be there. */
    private record Partition(Table table, LocalDate first) {}

    private final Traffic traffic;
    private final TrafficStore store;
    private final AnalyticsSettings settings;
    private final Retentions retentions;
    private final AnalyticsMetrics metrics;
    private final Clock clock;
    private final UUID writer = UUID.randomUUID();
    private final Pending pending;
    private final Deque<TrafficBatch> frozen = new ArrayDeque<>();
    private final Set<Partition> partitions = new HashSet<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private long number;
    private int refusals;
    private boolean away;
    private Instant keptUpAt = Instant.EPOCH;

    Flushing(
            Traffic traffic,
            TrafficStore store,
            AnalyticsSettings settings,
            Retentions retentions,
            AnalyticsMetrics metrics,
            Clock clock) {
        this.traffic = traffic;
        this.store = store;
        this.settings = settings;
        this.retentions = retentions;
        this.metrics = metrics;
        this.clock = clock;
        pending = new Pending(MOST_COUNTS, entries(settings));
    }

    /** Room for twice what is logged between two flushes. */
    private static int entries(AnalyticsSettings settings) {
        long wanted = 2L * settings.logRate() * settings.flush().toMillis() / 1_000;
        return (int) Math.max(LEAST_ENTRIES, Math.min(MOST_ENTRIES, wanted));
    }

    @Override
    public void run() {
        try {
            while (!stopped.await(settings.flush().toMillis(), TimeUnit.MILLISECONDS)) {
                flush(false);
                keepUp();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        flush(false);
        flush(true);
    }

    /** Takes over what is recorded, until it is to stop. */
    void taking() {
        try {
            while (!stopped.await(TAKING.toMillis(), TimeUnit.MILLISECONDS)) {
                take();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends {@link #run} and {@link #taking} soon. */
    void stop() {
        stopped.countDown();
    }

    /** Takes what was recorded, and writes what can be written. */
    void flush(boolean last) {
        take();
        freeze(last);
        while (!frozen.isEmpty()) {
            long begin = System.nanoTime();
            if (!write(frozen.element())) {
                return;
            }
            frozen.remove();
            if (!frozen.isEmpty() && !last) {
                rest(System.nanoTime() - begin);
            }
        }
    }

    /** Leaves the processors to others for as long as the batch before took, 500 ms at most: what is written within that takes half of one at most. */
    private void rest(long nanos) {
        try {
            stopped.await(Math.min(nanos, LONGEST_REST.toNanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void take() {
        for (Window window = traffic.take(); window != null; window = traffic.take()) {
            metrics.requests().increment(window.requests());
            metrics.unsampled().increment(window.unsampled());
            metrics.shed().increment(window.shed());
            pending.add(window);
        }
        metrics.dropped().increment(pending.takeDropped());
        metrics.lost().increment(pending.takeLost());
    }

    /** Takes a portion of what is pending on its way, unless an earlier one still is. */
    private synchronized void freeze(boolean last) {
        pending.forgetOwners();
        if (!frozen.isEmpty()) {
            return;
        }
        List<TrafficCount> counts = pending.takeCounts(last ? Integer.MAX_VALUE : due());
        List<TopPlace> top = pending.top().due(clock.instant(), last);
        List<LogEntry> entries = pending.takeEntries();
        int most = Math.max(counts.size(), Math.max(top.size(), entries.size()));
        for (int from = 0; from < most; from += BATCH) {
            List<LoggedRequest> log = part(entries, from).stream()
                    .map(entry -> Writing.of(entry, retentions))
                    .toList();
            frozen.add(new TrafficBatch(writer, ++number, part(counts, from), part(top, from), log));
        }
    }

    /**
     * How many counts a flush takes along: one batch, and of many routes as many as have all written within about a minute; all once
     * half the room is taken, of which the turn of a minute may need as much again.
     */
    private int due() {
        if (pending.counts() > MOST_COUNTS / 2) {
            return MOST_COUNTS;
        }
        long each = Math.min(settings.flush().toMillis(), WITHIN.toMillis());
        return (int) Math.max(BATCH, pending.counts() * each / WITHIN.toMillis());
    }

    private boolean write(TrafficBatch batch) {
        try {
            partitionsOf(batch)
                    .filter(partition -> !partitions.contains(partition))
                    .forEach(partition -> {
                        store.addPartition(partition.table(), partition.first());
                        partitions.add(partition);
                    });
            metrics.flushes().record(() -> store.add(batch));
            metrics.stored().increment(batch.log().size());
            away = false;
            refusals = 0;
            return true;
        } catch (RuntimeException fault) {
            return failed(batch, fault);
        }
    }

    /** Whether the batch is given up. */
    private boolean failed(TrafficBatch batch, RuntimeException fault) {
        partitions.clear();
        if (SqlFault.isTransient(fault) || fault instanceof TransactionalException || ++refusals < TRIES) {
            if (!away) {
                LOG.warn("What passes the edge cannot be written down now: {}", fault.toString());
            }
            away = true;
            return false;
        }
        LOG.error("A batch of what passed the edge was refused and is dropped", fault);
        refusals = 0;
        metrics.dropped().increment(batch.log().size());
        metrics.lost()
                .increment(batch.counts().stream()
                        .mapToLong(TrafficCount::requests)
                        .sum());
        return true;
    }

    private static Stream<Partition> partitionsOf(TrafficBatch batch) {
        Set<Partition> needed = batch.counts().stream()
                .flatMap(count -> Stream.of(Table.MINUTES, Table.HOURS)
                        .map(table -> new Partition(table, table.first(count.minute()))))
                .collect(Collectors.toSet());
        batch.top().forEach(place -> needed.add(new Partition(Table.TOP, Table.TOP.first(place.hour()))));
        batch.log().forEach(request -> needed.add(new Partition(Table.LOG, Table.LOG.first(request.expires()))));
        return needed.stream();
    }

    /** Drops what is kept no longer, once in a while; what cannot be done now is done another time. */
    private void keepUp() {
        Instant now = clock.instant();
        if (now.isBefore(keptUpAt.plus(KEEPING_UP))) {
            return;
        }
        keptUpAt = now;
        try {
            drop(now);
            store.forgetWriters();
        } catch (RuntimeException fault) {
            LOG.debug("Old traffic cannot be dropped now", fault);
        }
    }

    /** Drops every partition that is kept no longer. */
    void drop(Instant now) {
        dropAll(Table.LOG, now);
        dropAll(Table.MINUTES, now.minus(settings.minutesKept()));
        dropAll(Table.HOURS, now.minus(settings.hoursKept()));
        dropAll(Table.TOP, now.minus(settings.hoursKept()));
    }

    private void dropAll(Table table, Instant before) {
        boolean more = true;
        while (more) {
            more = store.dropOne(table, before);
            if (more) {
                LOG.info("Dropped {} of before {}", table, before);
            }
        }
    }

    private static <T> List<T> part(List<T> all, int from) {
        return from >= all.size() ? List.of() : List.copyOf(all.subList(from, Math.min(all.size(), from + BATCH)));
    }
}
