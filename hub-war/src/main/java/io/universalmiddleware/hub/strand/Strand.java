package io.universalmiddleware.hub.strand;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A strand runs tasks one at a time, in the order they were given, on the threads that give them.
 *
 * <p>A task sees what earlier tasks wrote. Tasks must not block: whoever gives one may find itself running those of others.
 */
public final class Strand {
    private static final Logger LOG = LoggerFactory.getLogger(Strand.class);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /** Runs the task now, or after those that were given before it. */
    public void run(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() > 0) {
            return;
        }
        do {
            Runnable next = tasks.poll();
            if (next != null) {
                runSafely(next);
            }
        } while (waiting.decrementAndGet() > 0);
    }

    private static void runSafely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error fault) {
            LOG.error("A task of the hub failed", fault);
        }
    }
}
