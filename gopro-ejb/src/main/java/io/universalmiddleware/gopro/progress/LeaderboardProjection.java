package io.universalmiddleware.gopro.progress;

import io.universalmiddleware.contracts.spi.EventMetadata;
import io.universalmiddleware.contracts.spi.Projection;
import io.universalmiddleware.contracts.spi.RowType;
import io.universalmiddleware.gopro.course.CourseCreated;
import io.universalmiddleware.gopro.enrolment.LessonCompleted;
import jakarta.enterprise.context.Dependent;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the view {@code leaderboard}: by course, its learners in the order of their rank.
 *
 * <p>Events of the course and of its enrolments may come in any order; the row is the same in the end.
 */
@Dependent
class LeaderboardProjection implements Projection<List<Standing>> {

    @Override
    public String view() {
        return "leaderboard";
    }

    @Override
    public RowType<List<Standing>> row() {
        return RowType.listOf(Standing.class);
    }

    @Override
    public List<Class<?>> events() {
        return List.of(CourseCreated.class, LessonCompleted.class);
    }

    @Override
    public List<String> keys(Object event, EventMetadata metadata) {
        return List.of(event instanceof CourseCreated created ? created.course() : ((LessonCompleted) event).course());
    }

    @Override
    public @Nullable List<Standing> apply(
            @Nullable List<Standing> row, String key, Object event, EventMetadata metadata) {
        List<Standing> before = row == null ? List.of() : row;
        return event instanceof LessonCompleted lesson ? with(before, lesson) : before;
    }

    private static List<Standing> with(List<Standing> standings, LessonCompleted lesson) {
        Stream<Standing> others = standings.stream().filter(s -> !s.learner().equals(lesson.learner()));
        return Stream.concat(others, Stream.of(new Standing(lesson.learner(), lesson.completed())))
                .sorted(Standing.RANK)
                .toList();
    }
}
