package io.universalmiddleware.gopro.progress;

import java.util.Comparator;

/**
 * A standing is one line of a leaderboard.
 *
 * @param completed how many lessons of the course the learner has completed, at least 1
 */
record Standing(String learner, int completed) {

    /** Most completed first; ties by the learner's id. */
    static final Comparator<Standing> RANK =
            Comparator.comparingInt(Standing::completed).reversed().thenComparing(Standing::learner);
}
