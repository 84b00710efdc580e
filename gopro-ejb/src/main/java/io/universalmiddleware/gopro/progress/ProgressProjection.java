package io.universalmiddleware.gopro.progress;

import io.universalmiddleware.contracts.spi.EventMetadata;
import io.universalmiddleware.contracts.spi.Projection;
import io.universalmiddleware.contracts.spi.RowType;
import io.universalmiddleware.gopro.enrolment.LearnerEnrolled;
import io.universalmiddleware.gopro.enrolment.LessonCompleted;
import jakarta.enterprise.context.Dependent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the view {@code progress}: by {@code {learner}:{course}}, what the learner has completed. */
@Dependent
class ProgressProjection implements Projection<Progress> {

    @Override
    public String view() {
        return "progress";
    }

    @Override
    public RowType<Progress> row() {
        return RowType.of(Progress.class);
    }

    @Override
    public List<Class<?>> events() {
        return List.of(LearnerEnrolled.class, LessonCompleted.class);
    }

    @Override
    public List<String> keys(Object event, EventMetadata metadata) {
        return List.of(metadata.aggregate().id());
    }

    @Override
    public @Nullable Progress apply(@Nullable Progress row, String key, Object event, EventMetadata metadata) {
        if (event instanceof LearnerEnrolled enrolled) {
            return new Progress(enrolled.learner(), enrolled.course(), List.of(), 0);
        }
        LessonCompleted lesson = (LessonCompleted) event;
        List<String> completed = new ArrayList<>(row == null ? List.of() : row.completed());
        completed.add(lesson.lesson());
        return new Progress(lesson.learner(), lesson.course(), completed, 100 * lesson.completed() / lesson.lessons());
    }
}
