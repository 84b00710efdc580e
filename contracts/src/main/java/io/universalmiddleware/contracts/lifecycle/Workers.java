package io.universalmiddleware.contracts.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Workers are the threads of a part of this process that go on until it stops: each is begun with what ends its work.
 *
 * <p>All are daemons. Safe for use by several threads.
 */
public final class Workers {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private record Worker(Thread thread, Runnable end) {}

    private final Duration patience;
    private final List<Worker> running = new ArrayList<>();

    /** They are given three seconds to end. */
    public Workers() {
        this(PATIENCE);
    }

    /** @param patience how long {@link #stop} waits, in all, for them to end by themselves */
    public Workers(Duration patience) {
        this.patience = patience;
    }

    /**
     * Begins one.
     *
     * @param threads the container's, so that transactions and JNDI can be reached
     * @param end tells the work to return; does not wait for it
     */
    public synchronized void begin(ThreadFactory threads, String name, Runnable work, Runnable end) {
        Thread thread = threads.newThread(work);
        thread.setName(name);
        thread.setDaemon(true);
        thread.start();
        running.add(new Worker(thread, end));
    }

    /** Tells all to end before it waits for any, and interrupts those that do not in time. Does nothing the second time. */
    public synchronized void stop() {
        running.forEach(worker -> worker.end().run());
        long until = System.nanoTime() + patience.toNanos();
        for (Worker worker : running) {
            try {
                worker.thread().join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
            worker.thread().interrupt();
        }
        running.clear();
    }
}
