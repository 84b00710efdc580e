package io.universalmiddleware.persistence.analytics;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question about the counts.
 *
 * @param tenant null for those of all
 * @param route null for any; empty for what no route took
 * @param origin null for any; empty for what no origin was asked
 * @param from the beginning of a bucket
 * @param to before it
 * @param hours whether it is asked of hours, not of minutes
 * @param step how long a point is; zero for one point in all
 * @param by what is told apart
 * @param groups at most so many, those with the most requests
 */
public record TrafficQuery(
        @Nullable String tenant,
        @Nullable String route,
        @Nullable String origin,
        @Nullable StatusRange status,
        Instant from,
        Instant to,
        boolean hours,
        Duration step,
        Set<Dimension> by,
        int groups) {

    /** What requests are told apart by. */
    public enum Dimension {
        TENANT,
        ROUTE,
        ORIGIN,
        STATUS
    }

    /** From a status to another, both included. */
    public record StatusRange(int from, int to) {}
}
