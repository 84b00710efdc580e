package io.universalmiddleware.gopro.course;

import io.universalmiddleware.contracts.spi.EventMetadata;
import io.universalmiddleware.contracts.spi.Projection;
import io.universalmiddleware.contracts.spi.RowType;
import jakarta.enterprise.context.Dependent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the view {@code course}: by slug, the course with its lessons. */
@Dependent
class CourseProjection implements Projection<CourseProjection.Row> {

    /** What a client reads of a course. */
    record Row(String slug, String title, List<Lesson> lessons) {}

    @Override
    public String view() {
        return "course";
    }

    @Override
    public RowType<Row> row() {
        return RowType.of(Row.class);
    }

    @Override
    public List<Class<?>> events() {
        return List.of(CourseCreated.class);
    }

    @Override
    public List<String> keys(Object event, EventMetadata metadata) {
        return List.of(((CourseCreated) event).course());
    }

    @Override
    public @Nullable Row apply(@Nullable Row row, String key, Object event, EventMetadata metadata) {
        CourseCreated created = (CourseCreated) event;
        return new Row(created.course(), created.title(), created.lessons());
    }
}
