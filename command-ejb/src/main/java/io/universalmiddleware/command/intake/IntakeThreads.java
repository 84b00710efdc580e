package io.universalmiddleware.command.intake;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs what is to hold up neither a writer nor an event loop: answers to HTTP clients, results to be read, large bodies.
 *
 * <p>A few threads of the container, each given the application's context when it starts. The container's own executors capture
 * it with each task, for which they search all jars.
 */
@ApplicationScoped
public class IntakeThreads implements Executor {
    private static final int THREADS = 8;
    private static final int IDLE_SECONDS = 30;

    private volatile @Nullable ThreadPoolExecutor pool;

    /** Opens them with the role. The factory is handed on, since a bean that an event loop makes is given no resources. */
    void open(ManagedThreadFactory factory) {
        ThreadPoolExecutor opened = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        opened.allowCoreThreadTimeOut(true);
        pool = opened;
    }

    @Override
    public void execute(Runnable task) {
        ThreadPoolExecutor opened = pool;
        if (opened == null) {
            throw new RejectedExecutionException("the command role is off");
        }
        opened.execute(task);
    }

    @PreDestroy
    void close() {
        ThreadPoolExecutor opened = pool;
        if (opened != null) {
            opened.shutdown();
        }
    }
}
