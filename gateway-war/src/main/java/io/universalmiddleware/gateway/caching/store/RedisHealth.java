package io.universalmiddleware.gateway.caching.store;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Redis is worth asking: it has been reached by a thread that may wait for it, and its last calls did not fail in a row.
 *
 * <p>After {@value #IN_A_ROW} failures nobody asks for a second; then the calls that come try again.
 */
public final class RedisHealth {
    private static final Logger LOG = LoggerFactory.getLogger(RedisHealth.class);
    private static final int IN_A_ROW = 3;
    private static final long PAUSE_MILLIS = 1000;

    private final Clock clock;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean reached;
    private volatile long pausedUntil;

    public RedisHealth(Clock clock) {
        this.clock = clock;
    }

    boolean isThere() {
        return reached && (pausedUntil == 0 || clock.millis() >= pausedUntil);
    }

    /** The follower is in touch with Redis, or no longer. */
    void reached(boolean now) {
        if (now) {
            answered();
        }
        reached = now;
    }

    void answered() {
        failures.set(0);
        pausedUntil = 0;
    }

    void failed(@Nullable Throwable cause) {
        if (failures.incrementAndGet() >= IN_A_ROW) {
            if (pausedUntil == 0) {
                LOG.warn("The edge's cache goes on without Redis: {}", String.valueOf(cause));
            }
            pausedUntil = clock.millis() + PAUSE_MILLIS;
        }
    }
}
