package io.universalmiddleware.gopro.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.spi.Outcome;
import io.universalmiddleware.gopro.Given;
import io.universalmiddleware.gopro.course.CourseCreated;
import io.universalmiddleware.gopro.course.Lesson;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletingLessonTest {
    private static final CourseCreated JAVA =
            new CourseCreated("java", "Java", List.of(new Lesson("hello", "Hello", 1), new Lesson("bob", "Bob", 2)));
    private static final LearnerEnrolled ENROLLED = new LearnerEnrolled("ann", "java", 2);
    private static final LessonCompleted HELLO = new LessonCompleted("ann", "java", "hello", 1, 2);
    private final CompletingLesson handler = new CompletingLesson();

    @Test
    void completesLesson() {
        Outcome outcome = Given.nothing()
                .events("java", JAVA)
                .events("ann:java", ENROLLED)
                .when(handler, "ann:java", new CompleteLesson("ann", "java", "hello"));

        assertThat(outcome).isEqualTo(new Outcome.Succeeded(List.of(HELLO), new CompletingLesson.Result(1, 2)));
    }

    @Test
    void completesCourseWithItsLastLesson() {
        Outcome outcome = Given.nothing()
                .events("java", JAVA)
                .events("ann:java", ENROLLED, HELLO)
                .when(handler, "ann:java", new CompleteLesson("ann", "java", "bob"));

        assertThat(outcome)
                .isEqualTo(new Outcome.Succeeded(
                        List.of(new LessonCompleted("ann", "java", "bob", 2, 2), new CourseCompleted("ann", "java")),
                        new CompletingLesson.Result(2, 2)));
    }

    @Test
    void rejectsLearnerWhoIsNotEnrolled() {
        Outcome outcome = Given.nothing()
                .events("java", JAVA)
                .when(handler, "ann:java", new CompleteLesson("ann", "java", "hello"));

        assertThat(outcome).isEqualTo(Outcome.rejected("not-enrolled", "'ann' is not enrolled in 'java'."));
    }

    @Test
    void rejectsLessonOutsideTheCourse() {
        Outcome outcome = Given.nothing()
                .events("java", JAVA)
                .events("ann:java", ENROLLED)
                .when(handler, "ann:java", new CompleteLesson("ann", "java", "lasagna"));

        assertThat(outcome).isEqualTo(Outcome.rejected("lesson-unknown", "The course 'java' has no lesson 'lasagna'."));
    }

    @Test
    void rejectsLessonCompletedBefore() {
        Outcome outcome = Given.nothing()
                .events("java", JAVA)
                .events("ann:java", ENROLLED, HELLO)
                .when(handler, "ann:java", new CompleteLesson("ann", "java", "hello"));

        assertThat(outcome)
                .isEqualTo(Outcome.rejected("lesson-already-completed", "'ann' has already completed 'hello'."));
    }

    @Test
    void rejectsEverythingAfterTheCourseIsCompleted() {
        Outcome outcome = Given.nothing()
                .events("java", JAVA)
                .events(
                        "ann:java",
                        ENROLLED,
                        HELLO,
                        new LessonCompleted("ann", "java", "bob", 2, 2),
                        new CourseCompleted("ann", "java"))
                .when(handler, "ann:java", new CompleteLesson("ann", "java", "bob"));

        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
    }
}
