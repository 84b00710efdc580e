package io.universalmiddleware.gopro.course;

import io.universalmiddleware.contracts.spi.Aggregate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A course is an ordered set of lessons, which never changes once it is created.
 *
 * @param lessons the slugs; empty as long as there is no such course
 */
public record Course(Set<String> lessons) {

    /** The aggregate's type. */
    public static final String TYPE = "gopro.Course";

    /** Its id is the course's slug. */
    public static final Aggregate<Course> AGGREGATE =
            new Aggregate<>(TYPE, List.of(CourseCreated.class), new Course(Set.of()), Course::after);

    public Course {
        lessons = Set.copyOf(lessons);
    }

    public boolean exists() {
        return !lessons.isEmpty();
    }

    public boolean has(String lesson) {
        return lessons.contains(lesson);
    }

    private Course after(Object event) {
        return event instanceof CourseCreated created
                ? new Course(created.lessons().stream().map(Lesson::slug).collect(Collectors.toUnmodifiableSet()))
                : this;
    }
}
