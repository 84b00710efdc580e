package io.universalmiddleware.processor.consuming;

import java.time.Duration;
import java.time.Instant;

/**
 * How a consumer stood at a moment.
 *
 * @param partitions how many are assigned to this node
 * @param lag how many of their records it has not taken
 * @param heartbeatSeconds how long ago the broker that coordinates the group last heard from it; negative if never
 */
record ConsumerSight(int partitions, long lag, double heartbeatSeconds, Instant at) {
    static final ConsumerSight NONE = new ConsumerSight(0, 0, -1, Instant.EPOCH);

    private static final Duration FRESH = Duration.ofSeconds(15);
    private static final double LONGEST_SILENCE_SECONDS = 12;

    /** Whether it was a member of its group, and lately. */
    boolean isMember(Instant now) {
        return heartbeatSeconds >= 0
                && heartbeatSeconds <= LONGEST_SILENCE_SECONDS
                && at.plus(FRESH).isAfter(now);
    }
}
