package io.universalmiddleware.gopro.course;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gopro.Projected;
import java.util.List;
import org.junit.jupiter.api.Test;

class CourseProjectionTest {

    @Test
    void keepsCourseBySlug() {
        List<Lesson> lessons = List.of(new Lesson("hello", "Hello", 1));

        var rows = new Projected<>(new CourseProjection())
                .after("java", new CourseCreated("java", "Java", lessons))
                .rows();

        assertThat(rows)
                .containsOnlyKeys("java")
                .containsEntry("java", new CourseProjection.Row("java", "Java", lessons));
    }
}
