package io.universalmiddleware.product.faults;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.loop.School;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A light load of learners who enrol and complete lessons, each request with an idempotency key and written down with its
 * answer. A request that gets none, or a 5xx, is sent again later with the same key, as a client would.
 */
final class Load implements AutoCloseable {
    static final int LESSONS = 40;

    private static final int WORKERS = 4;
    private static final long PAUSE_MILLIS = 15;

    private final Caller caller;
    private final String course;
    private final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> workers = new ArrayList<>();
    private final AtomicInteger learners = new AtomicInteger();

    private Load(Caller caller, String course) {
        this.caller = caller;
        this.course = course;
    }

    static Load on(Caller caller) {
        Load load = new Load(caller, new School(caller).createdWith(LESSONS));
        for (int i = 0; i < WORKERS; i++) {
            Thread worker = new Thread(load::work, "load-" + i);
            worker.start();
            load.workers.add(worker);
        }
        return load;
    }

    String course() {
        return course;
    }

    List<Sent> sent() {
        return List.copyOf(sent);
    }

    List<Sent> acknowledged() {
        return sent.stream().filter(Sent::acknowledged).toList();
    }

    /** Lets the workers finish what they are at; what is then unanswered stays so. */
    @Override
    public void close() throws InterruptedException {
        stop.countDown();
        for (Thread worker : workers) {
            worker.join();
        }
    }

    private void work() {
        try {
            while (!stop.await(0, TimeUnit.MILLISECONDS)) {
                String learner = "learner" + learners.incrementAndGet();
                untilAcknowledged("gopro.EnrolLearner", learner, School.enrolment(learner, course));
                for (int lesson = 1; lesson <= LESSONS && stop.getCount() > 0; lesson++) {
                    untilAcknowledged(
                            "gopro.CompleteLesson", learner, School.completion(learner, course, "lesson-" + lesson));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void untilAcknowledged(String type, String learner, Map<String, Object> payload)
            throws InterruptedException {
        String key = UUID.randomUUID().toString();
        boolean done = false;
        while (!done) {
            Sent now = send(key, type, learner + ":" + course, payload);
            sent.add(now);
            done = now.acknowledged();
            if (stop.await(done ? PAUSE_MILLIS : 10 * PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private Sent send(String key, String type, String aggregate, Map<String, Object> payload) {
        Instant at = Instant.now();
        try {
            Answer answer = caller.submit(type, aggregate, payload, "Idempotency-Key", key);
            return new Sent(key, type, aggregate, payload, at, answer, null);
        } catch (RuntimeException none) {
            return new Sent(key, type, aggregate, payload, at, null, none.toString());
        }
    }
}
