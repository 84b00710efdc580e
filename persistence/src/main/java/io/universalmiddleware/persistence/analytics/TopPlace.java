package io.universalmiddleware.persistence.analytics;

import java.time.Instant;

/**
 * A place in one writer's list of who asked most in an hour.
 *
 * @param hour its beginning
 * @param kind what is listed: {@code user}, {@code key} or {@code address}
 * @param rank from 0
 * @param requests at most {@code over} too many
 * @param failures answered 4xx or 5xx
 * @param bytes of bodies, both ways
 */
public record TopPlace(
        Instant hour,
        String tenant,
        String kind,
        int rank,
        String asker,
        long requests,
        long failures,
        long bytes,
        long over) {}
