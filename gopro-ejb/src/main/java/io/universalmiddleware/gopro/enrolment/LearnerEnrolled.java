package io.universalmiddleware.gopro.enrolment;

import io.universalmiddleware.contracts.spi.EventType;

/**
 * A learner was enrolled in a course.
 *
 * @param lessons how many lessons the course has, at least 1
 */
@EventType(name = "gopro.LearnerEnrolled")
public record LearnerEnrolled(String learner, String course, int lessons) {}
