package io.universalmiddleware.cache.reading;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.cache.view.ViewValue;
import io.universalmiddleware.contracts.id.ViewRef;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The loads of rows from PostgreSQL, so many at once and so many waiting: what comes on top is refused, so no absence of
 * Redis turns into a stampede.
 */
public final class DatabaseLoads implements AutoCloseable {
    private final Function<ViewRef, ViewValue> row;
    private final Duration deadline;
    private final ThreadPoolExecutor threads;

    /**
     * @param row reads a row in a transaction of its own
     * @param deadline a load that has waited longer is not begun
     */
    public DatabaseLoads(
            Function<ViewRef, ViewValue> row,
            int loads,
            int queued,
            Duration deadline,
            ThreadFactory factory,
            MeterRegistry meters) {
        this.row = row;
        this.deadline = deadline;
        this.threads =
                new ThreadPoolExecutor(loads, loads, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queued), factory);
        threads.allowCoreThreadTimeOut(true);
        Gauge.builder("um.cache.loads.waiting", threads, t -> t.getQueue().size())
                .description("Reads that wait for a load from PostgreSQL")
                .register(meters);
    }

    /** Loads the row; fails with {@link OverloadedException} if too many wait. */
    CompletableFuture<Loaded> load(ViewRef ref) {
        CompletableFuture<Loaded> loaded = new CompletableFuture<>();
        long asked = System.nanoTime();
        try {
            threads.execute(() -> run(ref, asked, loaded));
        } catch (RejectedExecutionException full) {
            loaded.completeExceptionally(new OverloadedException());
        }
        return loaded;
    }

    private void run(ViewRef ref, long asked, CompletableFuture<Loaded> loaded) {
        long begun = System.nanoTime();
        if (begun - asked > deadline.toNanos()) {
            loaded.completeExceptionally(new OverloadedException());
            return;
        }
        try {
            ViewValue value = row.apply(ref);
            loaded.complete(new Loaded(value, Duration.ofNanos(System.nanoTime() - begun)));
        } catch (RuntimeException failed) {
            loaded.completeExceptionally(failed);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** @param cost how long the load itself took */
    record Loaded(ViewValue value, Duration cost) {}
}
