package io.universalmiddleware.product.nodes;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.loop.School;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A classroom is some learners who complete lesson after lesson until they are told to stop, and look at their progress after each.
 *
 * <p>Commands carry an idempotency key, so that they can be sent again. Every other answer than the hoped-for one is a failure.
 */
final class Classroom implements AutoCloseable {
    private static final int LESSONS = 500;
    private static final long PAUSE_MILLIS = 250;

    /** Each pause is so much longer than the one before, so that the lessons last however long the nodes take to start. */
    private static final long MORE_MILLIS = 5;

    private final Caller caller;
    private final String course;
    private final List<String> learners;
    private final AtomicIntegerArray lessons;
    private final Resending requests = new Resending();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private List<Thread> threads = List.of();

    private Classroom(Caller caller, String course, List<String> learners) {
        this.caller = caller;
        this.course = course;
        this.learners = learners;
        this.lessons = new AtomicIntegerArray(learners.size());
    }

    /** So many learners, enrolled in a course of their own. */
    static Classroom open(Caller caller, int count) {
        School school = new School(caller);
        String course = school.createdWith(LESSONS);
        List<String> learners =
                IntStream.range(0, count).mapToObj(i -> "learner" + i).toList();
        learners.forEach(learner -> {
            Answer done = School.succeeds(school.enrol(learner, course));
            caller.view("progress", learner + ":" + course, "Consistency-Token", done.header("Consistency-Token"))
                    .isStatus(200);
        });
        return new Classroom(caller, course, learners);
    }

    /** Keys of the learners' progress. */
    List<String> enrolments() {
        return learners.stream().map(learner -> learner + ":" + course).toList();
    }

    void begin() {
        threads = IntStream.range(0, learners.size())
                .mapToObj(learner -> new Thread(() -> work(learner), "learner-" + learner))
                .toList();
        threads.forEach(Thread::start);
    }

    /** Waits until every learner has completed so many lessons more. */
    void worksOn(int more) {
        List<Integer> before =
                IntStream.range(0, lessons.length()).mapToObj(lessons::get).toList();
        Awaitility.await("everybody goes on")
                .atMost(Duration.ofSeconds(180))
                .until(() -> !failures.isEmpty()
                        || IntStream.range(0, lessons.length())
                                .allMatch(learner -> lessons.get(learner) >= before.get(learner) + more));
    }

    int lessonsOf(int learner) {
        return lessons.get(learner);
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

    private void work(int learner) {
        try {
            for (int lesson = 1;
                    lesson <= LESSONS && !stop.await(PAUSE_MILLIS + lesson * MORE_MILLIS, TimeUnit.MILLISECONDS);
                    lesson++) {
                complete(learner, lesson);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void complete(int learner, int lesson) {
        String name = learners.get(learner);
        String key = UUID.randomUUID().toString();
        String wait = lesson % 2 == 0 ? "wait=5" : "respond-async";
        @Nullable
        Answer done = requests.answered(() -> caller.submit(
                "gopro.CompleteLesson",
                name + ":" + course,
                School.completion(name, course, "lesson-" + lesson),
                "Idempotency-Key",
                key,
                "Prefer",
                wait));
        if (done == null || done.status() / 100 != 2) {
            failures.add("lesson " + lesson + ": " + (done == null ? "no answer" : done.brief()));
            return;
        }
        lessons.set(learner, lesson);
        @Nullable Answer read = requests.answered(() -> caller.view("progress", name + ":" + course));
        if (read == null || read.status() != 200) {
            failures.add("progress after lesson " + lesson + ": " + (read == null ? "no answer" : read.brief()));
        }
    }
}
