package io.universalmiddleware.gopro.course;

import io.universalmiddleware.contracts.spi.CommandContext;
import io.universalmiddleware.contracts.spi.CommandHandler;
import io.universalmiddleware.contracts.spi.Outcome;
import jakarta.enterprise.context.Dependent;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Creates a course: once, under a slug, with lessons that differ. */
@Dependent
class CreatingCourse implements CommandHandler<CreateCourse> {
    private static final Pattern SLUG = Pattern.compile("[a-z0-9]+([._-][a-z0-9]+)*");
    private static final int MAX_SLUG = 80;

    @Override
    public Class<CreateCourse> accepts() {
        return CreateCourse.class;
    }

    @Override
    public Outcome handle(CreateCourse command, CommandContext context) {
        String slug = context.aggregateId();
        if (slug.length() > MAX_SLUG || !SLUG.matcher(slug).matches()) {
            return Outcome.rejected(
                    "course-slug-invalid",
                    "The aggregate id must be the course's slug: 1 to 80 of a-z, 0-9, and '-', '.' or '_' between them.");
        }
        if (context.state(Course.AGGREGATE).exists()) {
            return Outcome.rejected("course-exists", "There is already a course '" + slug + "'.");
        }
        Set<String> seen = new HashSet<>();
        for (Lesson lesson : command.lessons()) {
            if (!seen.add(lesson.slug())) {
                return Outcome.rejected(
                        "lesson-doubled", "The lesson '" + lesson.slug() + "' is in the course more than once.");
            }
        }
        return Outcome.succeeded(new CourseCreated(slug, command.title(), command.lessons()));
    }
}
