package io.universalmiddleware.gopro.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gopro.Projected;
import io.universalmiddleware.gopro.enrolment.LearnerEnrolled;
import io.universalmiddleware.gopro.enrolment.LessonCompleted;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressProjectionTest {
    private final Projected<Progress> progress = new Projected<>(new ProgressProjection());

    @Test
    void startsWithNothingCompleted() {
        progress.after("ann:java", new LearnerEnrolled("ann", "java", 3));

        assertThat(progress.rows())
                .containsExactlyEntriesOf(Map.of("ann:java", new Progress("ann", "java", List.of(), 0)));
    }

    @Test
    void keepsLessonsInTheOrderOfCompletionAndRoundsDown() {
        progress.after("ann:java", new LearnerEnrolled("ann", "java", 3))
                .after("ann:java", new LessonCompleted("ann", "java", "hello", 1, 3))
                .after("ann:java", new LessonCompleted("ann", "java", "bob", 2, 3));

        assertThat(progress.rows().get("ann:java")).isEqualTo(new Progress("ann", "java", List.of("hello", "bob"), 66));
    }

    @Test
    void isWholeOnlyWithTheLastLesson() {
        progress.after("ann:java", new LearnerEnrolled("ann", "java", 1))
                .after("ann:java", new LessonCompleted("ann", "java", "hello", 1, 1));

        assertThat(progress.rows().get("ann:java").percent()).isEqualTo(100);
    }

    @Test
    void keepsLearnersApart() {
        progress.after("ann:java", new LearnerEnrolled("ann", "java", 3))
                .after("bob:java", new LearnerEnrolled("bob", "java", 3))
                .after("bob:java", new LessonCompleted("bob", "java", "hello", 1, 3));

        assertThat(progress.rows().get("ann:java").completed()).isEmpty();
    }
}
