/** Courses and their lessons. */
@NullMarked
package io.universalmiddleware.gopro.course;

import org.jspecify.annotations.NullMarked;
