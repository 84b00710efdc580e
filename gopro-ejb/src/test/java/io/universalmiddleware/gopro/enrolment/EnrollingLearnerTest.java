package io.universalmiddleware.gopro.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.spi.Outcome;
import io.universalmiddleware.gopro.Given;
import io.universalmiddleware.gopro.course.CourseCreated;
import io.universalmiddleware.gopro.course.Lesson;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnrollingLearnerTest {
    private static final CourseCreated JAVA =
            new CourseCreated("java", "Java", List.of(new Lesson("hello", "Hello", 1), new Lesson("bob", "Bob", 2)));
    private final EnrollingLearner handler = new EnrollingLearner();
    private final EnrolLearner command = new EnrolLearner("ann", "java");

    @Test
    void enrolsLearnerAndTellsHowManyLessonsThereAre() {
        Outcome outcome = Given.nothing().events("java", JAVA).when(handler, "ann:java", command);

        assertThat(outcome).isEqualTo(Outcome.succeeded(new LearnerEnrolled("ann", "java", 2)));
    }

    @Test
    void rejectsUnknownCourse() {
        Outcome outcome = Given.nothing().when(handler, "ann:java", command);

        assertThat(outcome).isEqualTo(Outcome.rejected("course-unknown", "There is no course 'java'."));
    }

    @Test
    void rejectsSecondEnrolment() {
        Outcome outcome = Given.nothing()
                .events("java", JAVA)
                .events("ann:java", new LearnerEnrolled("ann", "java", 2))
                .when(handler, "ann:java", command);

        assertThat(outcome).isEqualTo(Outcome.rejected("already-enrolled", "'ann' is already enrolled in 'java'."));
    }
}
