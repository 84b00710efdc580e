package io.universalmiddleware.gateway.webhook;

import io.universalmiddleware.gateway.document.DurationText;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A retry schedule is the pauses after the attempts that failed; after the last there is no further attempt.
 *
 * @param pauses 1 to 30, each from a millisecond to seven days
 */
public record RetrySchedule(List<Duration> pauses) {
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int MOST = 30;

    /** Pauses differ by as much to either side, so that what failed together is not sent again together. */
    private static final double JITTER = 0.2;

    /** What an endpoint may ask for by {@code Retry-After}, at most. */
    private static final Duration LONGEST_ASKED = Duration.ofDays(1);

    public RetrySchedule {
        pauses = List.copyOf(pauses);
    }

    /** @throws IllegalArgumentException saying what is expected */
    public static RetrySchedule parse(String text) {
        List<Duration> pauses = Arrays.stream(text.split(","))
                .map(String::strip)
                .map(DurationText::parse)
                .map(pause -> pause.filter(p -> !p.isZero() && p.compareTo(LONGEST) <= 0)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "expected durations such as 5s,5m,2h, each of at most 7d")))
                .toList();
        if (pauses.size() > MOST) {
            throw new IllegalArgumentException("expected at most " + MOST + " durations");
        }
        return new RetrySchedule(pauses);
    }

    /**
     * How long to wait after an attempt that failed; empty if there is none to follow.
     *
     * @param tries the attempts so far, this one among them
     * @param chance from 0 to 1: where in the jitter's range
     * @param asked what the endpoint asked for; zero if nothing. Never shortens the pause
     */
    public Optional<Duration> after(int tries, double chance, Duration asked) {
        if (tries > pauses.size()) {
            return Optional.empty();
        }
        double factor = 1 - JITTER + 2 * JITTER * chance;
        Duration own = Duration.ofMillis(Math.round(pauses.get(tries - 1).toMillis() * factor));
        Duration bounded = asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
        return Optional.of(own.compareTo(bounded) < 0 ? bounded : own);
    }
}
