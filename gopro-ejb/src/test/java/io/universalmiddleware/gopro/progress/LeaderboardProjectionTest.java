package io.universalmiddleware.gopro.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gopro.Projected;
import io.universalmiddleware.gopro.course.CourseCreated;
import io.universalmiddleware.gopro.course.Lesson;
import io.universalmiddleware.gopro.enrolment.LessonCompleted;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaderboardProjectionTest {
    private static final CourseCreated JAVA =
            new CourseCreated("java", "Java", List.of(new Lesson("hello", "Hello", 1), new Lesson("bob", "Bob", 2)));
    private final Projected<List<Standing>> leaderboard = new Projected<>(new LeaderboardProjection());

    @Test
    void isEmptyForNewCourse() {
        leaderboard.after("java", JAVA);

        assertThat(leaderboard.rows().get("java")).isEmpty();
    }

    @Test
    void ranksByLessonsCompletedThenByLearner() {
        leaderboard
                .after("java", JAVA)
                .after("bob:java", completed("bob", "hello", 1))
                .after("cid:java", completed("cid", "hello", 1))
                .after("ann:java", completed("ann", "hello", 1))
                .after("cid:java", completed("cid", "bob", 2));

        assertThat(leaderboard.rows().get("java"))
                .containsExactly(new Standing("cid", 2), new Standing("ann", 1), new Standing("bob", 1));
    }

    @Test
    void isTheSameWhenTheCourseIsHeardOfLast() {
        leaderboard.after("ann:java", completed("ann", "hello", 1)).after("java", JAVA);

        assertThat(leaderboard.rows().get("java")).containsExactly(new Standing("ann", 1));
    }

    @Test
    void keepsCoursesApart() {
        leaderboard
                .after("ann:java", completed("ann", "hello", 1))
                .after("ann:go", new LessonCompleted("ann", "go", "hello", 1, 2));

        assertThat(leaderboard.rows()).containsOnlyKeys("java", "go");
    }

    private static LessonCompleted completed(String learner, String lesson, int completed) {
        return new LessonCompleted(learner, "java", lesson, completed, 2);
    }
}
