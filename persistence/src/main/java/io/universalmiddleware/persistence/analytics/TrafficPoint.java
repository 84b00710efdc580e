package io.universalmiddleware.persistence.analytics;

import java.time.Instant;

/**
 * What a group of requests came to in one step of time. What the group is not told apart by is empty, or 0.
 *
 * @param at the beginning of the step
 * @param clientErrors answered 4xx
 * @param serverErrors answered 5xx
 * @param micros the sum of the durations
 * @param bins the histogram of the durations, as in {@link TrafficCount}
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record TrafficPoint(
        Instant at,
        String tenant,
        String route,
        String origin,
        int status,
        long requests,
        long clientErrors,
        long serverErrors,
        long received,
        long sent,
        long micros,
        long[] bins) {}
