package io.universalmiddleware.launcher.demo;

import java.util.concurrent.TimeUnit;

/** Lets so many things a second begin, evenly, however long each takes. */
final class Pace {
    private final long intervalNanos;
    private long next = System.nanoTime();

    Pace(int perSecond) {
        intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** Waits for its turn. */
    synchronized void await() {
        long wait = next - System.nanoTime();
        next += intervalNanos;
        if (wait > 0) {
            try {
                TimeUnit.NANOSECONDS.sleep(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DemoException("interrupted", e);
            }
        }
    }
}
