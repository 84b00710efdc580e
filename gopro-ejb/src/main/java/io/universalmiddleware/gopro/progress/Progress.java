package io.universalmiddleware.gopro.progress;

import java.util.List;

/**
 * What a client reads of a learner's way through a course.
 *
 * @param completed the slugs of the lessons completed, in the order of completion
 * @param percent how much of the course that is, 0 to 100, rounded down
 */
record Progress(String learner, String course, List<String> completed, int percent) {}
