package io.universalmiddleware.processor.consuming;

import io.universalmiddleware.contracts.keyed.KeyedExecutor;
import io.universalmiddleware.contracts.keyed.Task;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * The threads on which commands are carried out: one for each worker, one that keeps time, one that looks after what waits.
 *
 * @param looking may block, where the timer may not
 */
record ProcessorThreads(
        KeyedExecutor<Task> executor,
        ExecutorService workers,
        ScheduledExecutorService timer,
        ScheduledExecutorService looking) {

    /** @param factory gives threads of the container, from which JTA and JNDI can be reached */
    static ProcessorThreads of(ThreadFactory factory, int workers) {
        ExecutorService pool = Executors.newFixedThreadPool(workers, factory);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(factory);
        return new ProcessorThreads(
                KeyedExecutor.ofTasks(pool, timer, workers),
                pool,
                timer,
                Executors.newSingleThreadScheduledExecutor(factory));
    }

    /** Starts nothing any more; what runs goes on to its end. */
    void stop() {
        executor.stop();
        looking.shutdown();
        timer.shutdown();
        workers.shutdown();
    }
}
