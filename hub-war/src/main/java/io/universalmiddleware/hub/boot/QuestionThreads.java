package io.universalmiddleware.hub.boot;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs questions to the policy whose answer has to be waited for: a policy that is slow holds up nothing else of the hub.
 *
 * <p>A few threads, and room for so many questions; more are rejected.
 */
final class QuestionThreads implements Executor {
    private static final int THREADS = 8;
    private static final int IDLE_SECONDS = 30;

    private final ThreadPoolExecutor pool;

    /** @param room for questions that wait */
    QuestionThreads(ThreadFactory factory, int room) {
        pool = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(room), factory);
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable question) {
        pool.execute(question);
    }

    /** Lets questions that wait be answered, and takes no more. */
    void stop() {
        pool.shutdown();
    }
}
