package io.universalmiddleware.gopro.enrolment;

import io.universalmiddleware.contracts.spi.CommandType;

/** Enrols a learner in a course. */
@CommandType(
        name = "gopro.EnrolLearner",
        aggregate = Enrolment.TYPE,
        aggregateId = "{learner}:{course}",
        schema = "/gopro/schemas/EnrolLearner.v1.json")
public record EnrolLearner(String learner, String course) {}
