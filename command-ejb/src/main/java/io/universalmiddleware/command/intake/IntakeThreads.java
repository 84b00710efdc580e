package io.universalmiddleware.command.intake;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

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

    @Resource
    private ManagedThreadFactory factory;

    private ThreadPoolExecutor pool;

    @SuppressWarnings("NullAway.Init") // the container injects
    protected IntakeThreads() {}

    @PostConstruct
    void open() {
        pool = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    @PreDestroy
    void close() {
        pool.shutdown();
    }
}
