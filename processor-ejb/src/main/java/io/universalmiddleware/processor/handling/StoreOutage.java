package io.universalmiddleware.processor.handling;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An outage is a time during which the database is known to be away: one command at a time, twice a second, tries whether it is
 * back, and all others wait without asking for a connection. The first that finds it lets the others go.
 */
final class StoreOutage {
    private static final Logger LOG = LoggerFactory.getLogger(StoreOutage.class);
    private static final long PERIOD = Duration.ofMillis(500).toNanos();

    private final LongSupplier nanoTime;
    private volatile boolean away;
    private long since; // this and the next: guarded by this
    private long nextTry;

    StoreOutage(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How long the caller must wait before it asks again; zero if it may try now. */
    Duration delay() {
        if (!away) {
            return Duration.ZERO;
        }
        synchronized (this) {
            long now = nanoTime.getAsLong();
            if (now - nextTry >= 0) {
                nextTry = now + PERIOD;
                return Duration.ZERO;
            }
            return Duration.ofNanos(nextTry - now + ThreadLocalRandom.current().nextLong(PERIOD / 4));
        }
    }

    /** Somebody could not reach the database. */
    synchronized void begins() {
        long now = nanoTime.getAsLong();
        if (!away) {
            LOG.warn("The database cannot be reached; commands wait for it");
            since = now;
            away = true;
        }
        nextTry = now + PERIOD;
    }

    /** Somebody reached the database. */
    void ends() {
        if (away) {
            synchronized (this) {
                if (away) {
                    away = false;
                    LOG.info("The database is back after {} ms", (nanoTime.getAsLong() - since) / 1_000_000);
                }
            }
        }
    }
}
