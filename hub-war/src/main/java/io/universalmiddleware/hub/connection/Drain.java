package io.universalmiddleware.hub.connection;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A drain sends the clients of a node that stops elsewhere: a few at a time, each with a code after which it comes back by itself.
 *
 * <p>It ends when all are gone and their presence has been taken back, at the latest some time after the period. Blocks.
 */
public final class Drain {
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Hub hub;
    private final Duration over;
    private final Duration grace;

    /**
     * @param over the period; zero for all at once
     * @param grace how long to wait after it for the last farewells
     */
    public Drain(Hub hub, Duration over, Duration grace) {
        this.hub = hub;
        this.over = over;
        this.grace = grace;
    }

    /** Drains: whether nobody is left and everything has been taken back. */
    public boolean run() {
        hub.refuseNew();
        long begin = System.nanoTime();
        int all = hub.shed(0);
        int sent = 0;
        for (long passed = 0; hub.shed(0) > 0 && passed < over.toNanos(); passed = System.nanoTime() - begin) {
            int due = (int) Math.ceil((double) all * (passed + STEP_NANOS) / over.toNanos());
            hub.shed(Math.max(0, due - sent));
            sent = Math.max(sent, due);
            LockSupport.parkNanos(STEP_NANOS);
        }
        hub.shed(Integer.MAX_VALUE);
        long end = System.nanoTime() + grace.toNanos();
        while (!hub.isQuiet() && System.nanoTime() < end) {
            LockSupport.parkNanos(STEP_NANOS);
        }
        return hub.isQuiet();
    }
}
