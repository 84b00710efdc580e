package io.universalmiddleware.gopro.enrolment;

import io.universalmiddleware.contracts.spi.EventType;

/**
 * A learner completed a lesson, for the first time.
 *
 * @param completed how many lessons of the course the learner has completed now, 1 to {@code lessons}
 * @param lessons how many lessons the course has
 */
@EventType(name = "gopro.LessonCompleted")
public record LessonCompleted(String learner, String course, String lesson, int completed, int lessons) {}
