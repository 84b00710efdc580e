package io.universalmiddleware.gopro.course;

import org.jspecify.annotations.Nullable;

/**
 * A lesson is one exercise of a course.
 *
 * @param slug its name within the course, in kebab case, 1 to 80 characters
 * @param difficulty 1 (easiest) to 10; null if nobody has rated it
 */
public record Lesson(String slug, String title, @Nullable Integer difficulty) {}
