package io.universalmiddleware.product.nodes;

import io.universalmiddleware.product.http.Answer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Participants send requests, each on a thread of its own, until they are told to stop. Every other answer than a hoped-for one
 * is a failure.
 */
final class Participants implements AutoCloseable {
    private final Resending requests = new Resending();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private List<Thread> threads = List.of();

    /** What one of them does until {@link #stopsWithin} says that it is over. */
    interface Act {
        void by(int participant) throws InterruptedException;
    }

    void begin(int count, Act act) {
        threads = IntStream.range(0, count)
                .mapToObj(participant -> new Thread(() -> perform(act, participant), "participant-" + participant))
                .toList();
        threads.forEach(Thread::start);
    }

    /** Pauses for so long, or until they are told to stop: then it is true. */
    boolean stopsWithin(long millis) throws InterruptedException {
        return stop.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Whether the request is answered with one of these statuses. */
    boolean gets(String what, Supplier<Answer> request, Integer... hopedFor) {
        @Nullable Answer answer = requests.answered(request);
        boolean good = answer != null && List.of(hopedFor).contains(answer.status());
        if (!good) {
            failures.add(what + ": " + (answer == null ? "no answer" : answer.brief()));
        }
        return good;
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

    private void perform(Act act, int participant) {
        try {
            act.by(participant);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException fault) {
            failures.add(fault.toString());
        }
    }
}
