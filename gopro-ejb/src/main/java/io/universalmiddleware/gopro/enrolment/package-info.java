/** Learners in courses: who takes which, and what they have completed. */
@NullMarked
package io.universalmiddleware.gopro.enrolment;

import org.jspecify.annotations.NullMarked;
