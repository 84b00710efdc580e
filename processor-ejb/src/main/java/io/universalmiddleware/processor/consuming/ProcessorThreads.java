package io.universalmiddleware.processor.consuming;

import io.universalmiddleware.processor.keyed.KeyedExecutor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * The threads on which commands are carried out: one for each worker, one that takes batches in, one that keeps time, one that looks for
 * what operators have decided.
 *
 * @param intake takes one batch after the other
 * @param looking may block, where the timer may not
 */
record ProcessorThreads(
        KeyedExecutor executor,
        ExecutorService workers,
        ExecutorService intake,
        ScheduledExecutorService timer,
        ScheduledExecutorService looking) {

    /** @param factory gives threads of the container, from which JTA and JNDI can be reached */
    static ProcessorThreads of(ThreadFactory factory, int workers) {
        ExecutorService pool = Executors.newFixedThreadPool(workers, factory);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(factory);
        return new ProcessorThreads(
                new KeyedExecutor(pool, timer, workers),
                pool,
                Executors.newSingleThreadExecutor(factory),
                timer,
                Executors.newSingleThreadScheduledExecutor(factory));
    }

    /** Starts nothing any more; what runs goes on to its end. */
    void stop() {
        executor.stop();
        looking.shutdown();
        intake.shutdown();
        timer.shutdown();
        workers.shutdown();
    }
}
