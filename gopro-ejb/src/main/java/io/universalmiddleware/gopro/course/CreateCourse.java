package io.universalmiddleware.gopro.course;

import io.universalmiddleware.contracts.spi.CommandType;
import java.util.List;

/** Creates the course whose slug is the aggregate id. */
@CommandType(name = "gopro.CreateCourse", aggregate = Course.TYPE, schema = "/gopro/schemas/CreateCourse.v1.json")
public record CreateCourse(String title, List<Lesson> lessons) {
    public CreateCourse {
        lessons = List.copyOf(lessons);
    }
}
