package io.universalmiddleware.gateway.control;

import io.universalmiddleware.gateway.control.LastGoodFile.Kept;
import io.universalmiddleware.persistence.configuration.Revision;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Following keeps the edge at the last revision.
 *
 * <p>It begins with what the node served last, from its file, and goes on with the revisions as they are committed. All that have come
 * together are served together; between two snapshots it rests for twice the time that one took, so that many changes cost a bounded
 * share of a processor. A revision that cannot be served is refused as a whole: the one before goes on being served, and the reason is
 * told. With PostgreSQL away the edge serves what it has; with an earlier state of it restored, that.
 */
final class FollowingRevisions implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(FollowingRevisions.class);
    private static final int AT_ONCE = 500;
    private static final Duration AWAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofMillis(250);
    private static final Duration SAVE_EVERY = Duration.ofSeconds(1);
    private static final Duration REPORT_EVERY = Duration.ofSeconds(2);
    private static final Duration REPORT_CHANGE = Duration.ofMillis(250);

    private final RevisionSource source;
    private final Serving serving;
    private final Optional<LastGoodFile> file;
    private final String node;
    private final Duration poll;
    private final Instant startedAt;

    private final Served served = new Served();
    private final AtomicInteger live = new AtomicInteger(1);
    private final Held held = new Held();
    private final Semaphore signals = new Semaphore(0);
    private volatile boolean stopped;

    private boolean loaded;
    private long known = -1;
    private long attempted = -1;
    private long saved = -1;
    private long savedAt = System.nanoTime() - SAVE_EVERY.toNanos();
    private long reported = -2;
    private long reportedAt = System.nanoTime() - REPORT_EVERY.toNanos();
    private boolean away;

    FollowingRevisions(
            RevisionSource source,
            Serving serving,
            Optional<LastGoodFile> file,
            String node,
            Duration poll,
            Clock clock) {
        this.source = source;
        this.serving = serving;
        this.file = file;
        this.node = node;
        this.poll = poll;
        this.startedAt = clock.instant();
    }

    /** What the node serves. */
    Served served() {
        return served;
    }

    /** How many nodes are live, as last heard; at least this one. */
    int liveNodes() {
        return live.get();
    }

    /** There may be a revision that was not there before. */
    void signal() {
        signals.release();
    }

    /** Ends {@link #run} soon. */
    void stop() {
        stopped = true;
        signals.release();
    }

    @Override
    public void run() {
        restore();
        while (!stopped) {
            Duration pause;
            try {
                long spent = follow();
                report();
                pause = spent == 0 ? poll : Duration.ZERO;
                rest(Math.min(2 * spent, LONGEST_REST.toNanos()));
                away = false;
            } catch (RuntimeException | Error fault) {
                if (!away) {
                    LOG.warn("The configuration cannot be followed, trying again each second: {}", fault.toString());
                }
                LOG.debug("The configuration cannot be followed", fault);
                away = true;
                pause = AWAY;
            }
            save();
            await(pause);
        }
        saveNow();
        leave();
    }

    private void restore() {
        if (file.isEmpty()) {
            return;
        }
        try {
            Optional<Kept> kept = file.get().read();
            if (kept.isPresent()) {
                held.replaceAll(kept.get().entries());
                serve(kept.get().revision());
                saved = kept.get().revision();
            }
        } catch (IOException | RuntimeException damaged) {
            LOG.warn("The last good snapshot is of no use: {}", damaged.toString());
        }
    }

    /** @return the nanoseconds that it took to serve what was new; 0 if nothing was */
    private long follow() {
        if (!loaded) {
            RevisionSource.Standing standing = source.standing();
            held.replaceAll(standing.entries());
            known = standing.revision();
            attempted = -1;
            loaded = true;
        }
        List<Revision> next;
        do {
            next = source.after(known, AT_ONCE);
            for (Revision revision : next) {
                revision.changes().forEach(held::apply);
                known = revision.number();
            }
        } while (next.size() == AT_ONCE);
        if (attempted == known) {
            return 0;
        }
        long start = System.nanoTime();
        attempted = known;
        serve(known);
        return System.nanoTime() - start;
    }

    private void serve(long revision) {
        try {
            serving.serve(held.definitions(revision));
            served.serves(revision);
        } catch (RuntimeException | LinkageError | StackOverflowError refused) {
            LOG.error("Revision {} is refused; {} goes on being served", revision, served.revision(), refused);
            served.refused(revision, String.valueOf(refused.getMessage()));
        }
    }

    private void report() {
        long now = System.nanoTime();
        long since = now - reportedAt;
        boolean news = reported != known && since >= REPORT_CHANGE.toNanos();
        if (news || since >= REPORT_EVERY.toNanos()) {
            loaded = source.last() >= known; // else an older state of the database was restored: begin anew
            live.set(Math.max(1, source.report(node, served.revision(), served.problem(), startedAt)));
            reported = known;
            reportedAt = now;
        }
    }

    private void save() {
        if (System.nanoTime() - savedAt >= SAVE_EVERY.toNanos()) {
            saveNow();
        }
    }

    /** Keeps what is served, if it is what is held. */
    private void saveNow() {
        if (file.isPresent() && loaded && served.revision() == known && known != saved) {
            try {
                file.get().write(new Kept(served.revision(), held.stated()));
                saved = served.revision();
            } catch (IOException | RuntimeException failed) {
                LOG.warn("The last good snapshot cannot be kept in {}: {}", file.get(), failed.toString());
            }
            savedAt = System.nanoTime();
        }
    }

    private void leave() {
        try {
            source.leave(node);
        } catch (RuntimeException gone) {
            LOG.debug("Nobody is told that this node leaves", gone);
        }
    }

    private void rest(long nanos) {
        try {
            long end = System.nanoTime() + nanos;
            for (long left = nanos; left > 0 && !stopped; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.sleep(left);
            }
        } catch (InterruptedException hurried) {
            stopped = true;
            Thread.currentThread().interrupt();
        }
    }

    private void await(Duration atMost) {
        try {
            if (atMost.isZero() || signals.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                signals.drainPermits();
            }
        } catch (InterruptedException hurried) {
            stopped = true;
            Thread.currentThread().interrupt();
        }
    }
}
