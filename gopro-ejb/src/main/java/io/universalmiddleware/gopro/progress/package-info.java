/** What learners see: their progress, and the leaderboard of a course. */
@NullMarked
package io.universalmiddleware.gopro.progress;

import org.jspecify.annotations.NullMarked;
