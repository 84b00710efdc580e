package io.universalmiddleware.gopro.enrolment;

import io.universalmiddleware.contracts.spi.Aggregate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An enrolment is a learner's way through a course.
 *
 * @param enrolled whether the learner takes the course at all
 * @param completed the slugs of the lessons completed
 */
record Enrolment(boolean enrolled, Set<String> completed) {

    /** The aggregate's type. */
    static final String TYPE = "gopro.Enrolment";

    /** Its id is {@code {learner}:{course}}. */
    static final Aggregate<Enrolment> AGGREGATE = new Aggregate<>(
            TYPE,
            List.of(LearnerEnrolled.class, LessonCompleted.class, CourseCompleted.class),
            new Enrolment(false, Set.of()),
            Enrolment::after);

    Enrolment {
        completed = Set.copyOf(completed);
    }

    private Enrolment after(Object event) {
        if (event instanceof LearnerEnrolled) {
            return new Enrolment(true, completed);
        }
        if (event instanceof LessonCompleted lesson) {
            Set<String> more = new LinkedHashSet<>(completed);
            more.add(lesson.lesson());
            return new Enrolment(enrolled, more);
        }
        return this;
    }
}
