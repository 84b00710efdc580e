package io.universalmiddleware.gopro.enrolment;

import io.universalmiddleware.contracts.spi.EventType;

/** A learner completed the last open lesson of a course. */
@EventType(name = "gopro.CourseCompleted")
public record CourseCompleted(String learner, String course) {}
