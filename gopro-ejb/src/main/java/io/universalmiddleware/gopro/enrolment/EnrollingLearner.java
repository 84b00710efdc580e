package io.universalmiddleware.gopro.enrolment;

import io.universalmiddleware.contracts.spi.CommandContext;
import io.universalmiddleware.contracts.spi.CommandHandler;
import io.universalmiddleware.contracts.spi.Outcome;
import io.universalmiddleware.gopro.course.Course;
import jakarta.enterprise.context.Dependent;

/** Enrols a learner: once, and only in a course that exists. */
@Dependent
class EnrollingLearner implements CommandHandler<EnrolLearner> {

    @Override
    public Class<EnrolLearner> accepts() {
        return EnrolLearner.class;
    }

    @Override
    public Outcome handle(EnrolLearner command, CommandContext context) {
        if (context.state(Enrolment.AGGREGATE).enrolled()) {
            return Outcome.rejected(
                    "already-enrolled",
                    "'" + command.learner() + "' is already enrolled in '" + command.course() + "'.");
        }
        Course course = context.state(Course.AGGREGATE, command.course());
        if (!course.exists()) {
            return Outcome.rejected("course-unknown", "There is no course '" + command.course() + "'.");
        }
        return Outcome.succeeded(new LearnerEnrolled(
                command.learner(), command.course(), course.lessons().size()));
    }
}
