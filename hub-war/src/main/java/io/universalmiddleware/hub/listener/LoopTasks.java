package io.universalmiddleware.hub.listener;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks for one event loop, from any thread, in their order: however many are given before it comes to them, it is called once.
 *
 * <p>So a publication to hundreds of connections wakes a loop up once, and not for each of them.
 */
final class LoopTasks implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(LoopTasks.class);
    /** After so many the loop looks after its sockets first. */
    private static final int IN_ONE_GO = 1_000;

    private final Executor loop;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean called = new AtomicBoolean();
    private final Runnable runSome = this::runSome;

    /** @param loop runs what it is given on the event loop's thread */
    LoopTasks(Executor loop) {
        this.loop = loop;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        call();
    }

    private void call() {
        if (!called.get() && called.compareAndSet(false, true)) {
            loop.execute(runSome);
        }
    }

    private void runSome() {
        Runnable task = tasks.poll();
        for (int i = 1; task != null; i++) {
            runSafely(task);
            task = i < IN_ONE_GO ? tasks.poll() : null;
        }
        called.set(false);
        if (!tasks.isEmpty()) {
            call();
        }
    }

    private static void runSafely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error fault) {
            LOG.error("A task of the hub's listener failed", fault);
        }
    }
}
