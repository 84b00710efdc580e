package io.universalmiddleware.gopro.enrolment;

import io.universalmiddleware.contracts.spi.CommandContext;
import io.universalmiddleware.contracts.spi.CommandHandler;
import io.universalmiddleware.contracts.spi.Outcome;
import io.universalmiddleware.gopro.course.Course;
import jakarta.enterprise.context.Dependent;
import java.util.ArrayList;
import java.util.List;

/** Completes a lesson: once, of the course, by an enrolled learner; with the last one the course is completed too. */
@Dependent
class CompletingLesson implements CommandHandler<CompleteLesson> {

    /** What the client is answered. */
    record Result(int completed, int lessons) {}

    @Override
    public Class<CompleteLesson> accepts() {
        return CompleteLesson.class;
    }

    @Override
    public Outcome handle(CompleteLesson command, CommandContext context) {
        Enrolment enrolment = context.state(Enrolment.AGGREGATE);
        if (!enrolment.enrolled()) {
            return Outcome.rejected(
                    "not-enrolled", "'" + command.learner() + "' is not enrolled in '" + command.course() + "'.");
        }
        Course course = context.state(Course.AGGREGATE, command.course());
        if (!course.has(command.lesson())) {
            return Outcome.rejected(
                    "lesson-unknown",
                    "The course '" + command.course() + "' has no lesson '" + command.lesson() + "'.");
        }
        if (enrolment.completed().contains(command.lesson())) {
            return Outcome.rejected(
                    "lesson-already-completed",
                    "'" + command.learner() + "' has already completed '" + command.lesson() + "'.");
        }
        return completed(
                command, enrolment.completed().size() + 1, course.lessons().size());
    }

    private static Outcome completed(CompleteLesson command, int completed, int lessons) {
        List<Object> events = new ArrayList<>();
        events.add(new LessonCompleted(command.learner(), command.course(), command.lesson(), completed, lessons));
        if (completed == lessons) {
            events.add(new CourseCompleted(command.learner(), command.course()));
        }
        return new Outcome.Succeeded(events, new Result(completed, lessons));
    }
}
