package io.universalmiddleware.gateway.limiting;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Redis can be reached in time, so that no request waits for a Redis that is away.
 *
 * <p>Away before the first probe, after a failure, and after three answers in a row that came too late. While it is away a thread
 * of its own probes four times a second, with jitter, one probe at a time; it is back when a probe was answered within the bound.
 * What all nodes do together while it recovers are these probes.
 */
final class Reach implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reach.class);
    private static final int LATE_IN_A_ROW = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int PAUSE_MILLIS = 250;

    private final Function<Duration, CompletableFuture<?>> probe;
    private final Duration bound;
    private final AtomicInteger late = new AtomicInteger();
    private final Thread prober;
    private final Object signal = new Object();
    private volatile boolean there;
    private volatile boolean closed;

    /**
     * @param probe asks Redis something, within the time it is given; may block
     * @param bound within which an answer is in time
     */
    Reach(Function<Duration, CompletableFuture<?>> probe, Duration bound) {
        this.probe = probe;
        this.bound = bound;
        prober = new Thread(this::watch, "um-limits-probe");
        prober.setDaemon(true);
    }

    void start() {
        prober.start();
    }

    boolean isThere() {
        return there;
    }

    /** An answer came in time. */
    void answered() {
        if (late.get() != 0) {
            late.set(0);
        }
    }

    /** No answer came in time, or a failure did. */
    void failed(Throwable failure) {
        if (!(failure instanceof TimeoutException) || late.incrementAndGet() >= LATE_IN_A_ROW) {
            away(failure);
        }
    }

    private void away(Throwable failure) {
        synchronized (signal) {
            if (there) {
                there = false;
                LOG.warn("Limits: Redis does not answer in time, each node enforces its share: {}", failure.toString());
                signal.notifyAll();
            }
        }
    }

    private void watch() {
        try {
            while (!closed) {
                if (there) {
                    synchronized (signal) {
                        while (there && !closed) {
                            signal.wait();
                        }
                    }
                } else if (isAnswering()) {
                    late.set(0);
                    there = true;
                    LOG.info("Limits: Redis answers, nodes share their counts");
                } else {
                    Thread.sleep(PAUSE_MILLIS + ThreadLocalRandom.current().nextInt(PAUSE_MILLIS / 2));
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** The first answer may take long, since the client connects for it; the second is the one that is timed. */
    private boolean isAnswering() throws InterruptedException {
        return isAnswered(PATIENCE) && isAnswered(bound);
    }

    private boolean isAnswered(Duration within) throws InterruptedException {
        try {
            @Nullable Object unused = probe.apply(within).get(within.toMillis() + 1_000, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException | RuntimeException unreachable) {
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        synchronized (signal) {
            signal.notifyAll();
        }
        prober.interrupt();
    }
}
