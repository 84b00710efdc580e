package io.universalmiddleware.product.nodes;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.loop.School;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

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
    private final Participants participants = new Participants();

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
        participants.begin(learners.size(), this::work);
    }

    /** Waits until every learner has completed so many lessons more. */
    void worksOn(int more) {
        List<Integer> before =
                IntStream.range(0, lessons.length()).mapToObj(lessons::get).toList();
        Awaitility.await("everybody goes on")
                .atMost(Duration.ofSeconds(180))
                .until(() -> !failures().isEmpty()
                        || IntStream.range(0, lessons.length())
                                .allMatch(learner -> lessons.get(learner) >= before.get(learner) + more));
    }

    int lessonsOf(int learner) {
        return lessons.get(learner);
    }

    List<String> failures() {
        return participants.failures();
    }

    @Override
    public void close() throws InterruptedException {
        participants.close();
    }

    @Override
    public String toString() {
        return participants.toString();
    }

    private void work(int learner) throws InterruptedException {
        for (int lesson = 1;
                lesson <= LESSONS && !participants.stopsWithin(PAUSE_MILLIS + lesson * MORE_MILLIS);
                lesson++) {
            complete(learner, lesson);
        }
    }

    private void complete(int learner, int lesson) {
        String name = learners.get(learner);
        String key = UUID.randomUUID().toString();
        String wait = lesson % 2 == 0 ? "wait=5" : "respond-async";
        boolean accepted = participants.gets(
                "lesson " + lesson,
                () -> caller.submit(
                        "gopro.CompleteLesson",
                        name + ":" + course,
                        School.completion(name, course, "lesson-" + lesson),
                        "Idempotency-Key",
                        key,
                        "Prefer",
                        wait),
                200,
                202);
        if (accepted) {
            lessons.set(learner, lesson);
            participants.gets(
                    "progress after lesson " + lesson, () -> caller.view("progress", name + ":" + course), 200);
        }
    }
}
