package io.universalmiddleware.gopro.course;

import io.universalmiddleware.contracts.spi.EventType;
import java.util.List;

/**
 * A course was created.
 *
 * @param course its slug
 * @param lessons in the order in which they are to be taken; at least one
 */
@EventType(name = "gopro.CourseCreated")
public record CourseCreated(String course, String title, List<Lesson> lessons) {
    public CourseCreated {
        lessons = List.copyOf(lessons);
    }
}
