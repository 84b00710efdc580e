package io.universalmiddleware.gateway.analytics;

import java.time.Duration;
import java.time.Instant;

/** A span of time. @param to not included */
record Span(Instant from, Instant to) {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    Duration length() {
        return Duration.between(from, to);
    }

    /** The span in whole units, no shorter than this. */
    Span whole(Duration unit) {
        long seconds = unit.toSeconds();
        Instant begin = Instant.ofEpochSecond(Math.floorDiv(from.getEpochSecond(), seconds) * seconds);
        Instant last = to.minusNanos(1);
        Instant end = Instant.ofEpochSecond(Math.floorDiv(last.getEpochSecond(), seconds) * seconds + seconds);
        return new Span(begin, end);
    }

    Span whole(boolean hours) {
        return whole(hours ? HOUR : MINUTE);
    }

    /** How much of it has passed, in seconds; one at least. */
    double passed(Instant now) {
        Instant end = now.isBefore(to) ? now : to;
        return Math.max(1, Duration.between(from, end).toMillis() / 1_000.0);
    }
}
