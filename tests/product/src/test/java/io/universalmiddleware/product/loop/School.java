package io.universalmiddleware.product.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A school is GO-PRO as its client sees it: the commands of courses and learners, waited for. */
public record School(Caller caller) {

    /** A slug that no other test uses. */
    public static String freshSlug() {
        return "course-" + UUID.randomUUID().toString().substring(0, 8);
    }

    public static Map<String, Object> course(String... lessons) {
        return Map.of(
                "title",
                "A course",
                "lessons",
                Arrays.stream(lessons)
                        .map(slug -> Map.of("slug", slug, "title", "Lesson " + slug))
                        .toList());
    }

    /** Creates some course. */
    public Answer create(String... headers) {
        return caller.submit("gopro.CreateCourse", freshSlug(), course("one"), waiting(headers));
    }

    /** Creates a course under a fresh slug. */
    public String created(String... lessons) {
        String slug = freshSlug();
        succeeds(caller.perform("gopro.CreateCourse", slug, course(lessons)));
        return slug;
    }

    /** Creates a course of lessons {@code lesson-1} to {@code lesson-n}. */
    public String createdWith(int lessons) {
        return created(java.util.stream.IntStream.rangeClosed(1, lessons)
                .mapToObj(i -> "lesson-" + i)
                .toArray(String[]::new));
    }

    public Answer enrol(String learner, String course, String... headers) {
        return caller.submit(
                "gopro.EnrolLearner", learner + ":" + course, enrolment(learner, course), waiting(headers));
    }

    public Answer complete(String learner, String course, String lesson, String... headers) {
        return caller.submit(
                "gopro.CompleteLesson", learner + ":" + course, completion(learner, course, lesson), waiting(headers));
    }

    public String enrolled(String learner, String course) {
        succeeds(enrol(learner, course));
        return learner + ":" + course;
    }

    /** Enrols, and waits until that has been pushed: caches have the row, and later pushes are of other changes. */
    public String enrolledAndPushed(String learner, String course) {
        Answer done = succeeds(enrol(learner, course));
        String enrolment = learner + ":" + course;
        Awaitility.await("the push of " + enrolment)
                .until(() -> caller.get("/api/v1/commands/" + done.commandId() + "/timeline")
                        .json()
                        .findValuesAsText("channel")
                        .contains("progress:" + enrolment));
        return enrolment;
    }

    public static Map<String, Object> enrolment(String learner, String course) {
        return Map.of("learner", learner, "course", course);
    }

    public static Map<String, Object> completion(String learner, String course, String lesson) {
        return Map.of("learner", learner, "course", course, "lesson", lesson);
    }

    /** Checks that the command was done within the time it was waited for. */
    public static Answer succeeds(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().path("status").asText()).as(answer.toString()).isEqualTo("succeeded");
        return answer;
    }

    private static String[] waiting(String... headers) {
        List<String> all = new java.util.ArrayList<>(List.of("Prefer", "wait=25"));
        all.addAll(List.of(headers));
        return all.toArray(String[]::new);
    }
}
