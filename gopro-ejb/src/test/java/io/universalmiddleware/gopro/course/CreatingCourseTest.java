package io.universalmiddleware.gopro.course;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.spi.Outcome;
import io.universalmiddleware.gopro.Given;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreatingCourseTest {
    private static final List<Lesson> LESSONS =
            List.of(new Lesson("hello", "Hello", 1), new Lesson("bob", "Bob", null));
    private final CreatingCourse handler = new CreatingCourse();

    @Test
    void createsCourse() {
        Outcome outcome = Given.nothing().when(handler, "java", new CreateCourse("Java", LESSONS));

        assertThat(outcome).isEqualTo(Outcome.succeeded(new CourseCreated("java", "Java", LESSONS)));
    }

    @Test
    void rejectsCourseThatExists() {
        Outcome outcome = Given.nothing()
                .events("java", new CourseCreated("java", "Java", LESSONS))
                .when(handler, "java", new CreateCourse("Java again", LESSONS));

        assertThat(outcome).isEqualTo(Outcome.rejected("course-exists", "There is already a course 'java'."));
    }

    @Test
    void rejectsLessonThatIsThereTwice() {
        List<Lesson> doubled = List.of(new Lesson("hello", "Hello", 1), new Lesson("hello", "Hello again", 2));

        Outcome outcome = Given.nothing().when(handler, "java", new CreateCourse("Java", doubled));

        assertThat(outcome)
                .isEqualTo(Outcome.rejected("lesson-doubled", "The lesson 'hello' is in the course more than once."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Java", "java ", "-java", "java:ann", "jav\u00e4", "a--b"})
    void rejectsAggregateIdThatIsNoSlug(String id) {
        Outcome outcome = Given.nothing().when(handler, id, new CreateCourse("Java", LESSONS));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.rule()).isEqualTo("course-slug-invalid"));
    }
}
