package io.universalmiddleware.gateway.limiting;

import java.time.Duration;

/**
 * A rate is what the counting of a limit needs to know.
 *
 * @param requests 1 to 1,000,000 in {@code perMillis}
 * @param perMillis 1 s to 31 days
 * @param burst how many may come at once; of a sliding window the same as {@code requests}
 */
public record Rate(Algorithm algorithm, long requests, long perMillis, long burst) {

    static Rate of(Algorithm algorithm, int requests, Duration per, int burst) {
        return new Rate(algorithm, requests, per.toMillis(), algorithm == Algorithm.TOKEN_BUCKET ? burst : requests);
    }

    /**
     * The part of one of so many nodes that count by themselves. Rounded down, yet one at least: all shares together are no more
     * than this rate, or one for each node.
     */
    Rate shareOf(int nodes) {
        if (nodes <= 1) {
            return this;
        }
        return algorithm == Algorithm.TOKEN_BUCKET
                ? new Rate(algorithm, requests, perMillis * nodes, Math.max(1, burst / nodes))
                : new Rate(algorithm, Math.max(1, requests / nodes), perMillis, Math.max(1, requests / nodes));
    }
}
