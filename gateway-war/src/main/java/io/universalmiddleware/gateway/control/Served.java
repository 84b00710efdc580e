package io.universalmiddleware.gateway.control;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a node serves, for those who wait for it. */
public final class Served {
    private long serving = -1;
    private long seen = -1;
    private @Nullable String problem;

    /** Whether it serves any revision. */
    public synchronized boolean any() {
        return serving >= 0;
    }

    /** The revision that it serves; -1 if none. */
    public synchronized long revision() {
        return serving;
    }

    /** Why it does not serve the last revision that it has seen; null if it does. */
    public synchronized @Nullable String problem() {
        return problem;
    }

    public synchronized void serves(long revision) {
        serving = revision;
        seen = revision;
        problem = null;
        notifyAll();
    }

    public synchronized void refused(long revision, String why) {
        seen = revision;
        problem = why;
        notifyAll();
    }

    /**
     * Waits until it serves a revision, or has refused it.
     *
     * @return whether it serves it now
     */
    public synchronized boolean await(long revision, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            for (long left = atMost.toMillis();
                    seen < revision && left > 0;
                    left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        return serving >= revision;
    }
}
