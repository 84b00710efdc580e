package io.universalmiddleware.product.nodes;

import io.universalmiddleware.product.edge.ServedTenant;
import io.universalmiddleware.product.http.Answer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Visitors read what a tenant serves from an origin of its own, until they are told to stop; every other answer than 200 is a failure. */
final class Visitors implements AutoCloseable {
    private static final int COUNT = 4;
    private static final long PAUSE_MILLIS = 50;

    private final ServedTenant tenant;
    private final Resending requests = new Resending();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads;

    /** They begin at once. */
    Visitors(ServedTenant tenant) {
        this.tenant = tenant;
        threads = IntStream.range(0, COUNT)
                .mapToObj(visitor -> new Thread(this::visit, "visitor-" + visitor))
                .toList();
        threads.forEach(Thread::start);
    }

    int requests() {
        return requests.count();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() throws InterruptedException {
        stop.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Override
    public String toString() {
        return requests + ", " + failures.size() + " failed";
    }

    private void visit() {
        try {
            while (!stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                @Nullable Answer answer = requests.answered(() -> tenant.get("/visited"));
                if (answer == null || answer.status() != 200) {
                    failures.add(answer == null ? "no answer" : answer.brief());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException fault) {
            failures.add(fault.toString());
        }
    }
}
