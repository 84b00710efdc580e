package io.universalmiddleware.gopro.enrolment;

import io.universalmiddleware.contracts.spi.CommandType;

/** Notes that an enrolled learner has completed a lesson of the course. */
@CommandType(
        name = "gopro.CompleteLesson",
        aggregate = Enrolment.TYPE,
        aggregateId = "{learner}:{course}",
        schema = "/gopro/schemas/CompleteLesson.v1.json")
public record CompleteLesson(String learner, String course, String lesson) {}
