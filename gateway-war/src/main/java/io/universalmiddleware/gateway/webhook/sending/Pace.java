package io.universalmiddleware.gateway.webhook.sending;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The pace keeps requests to an endpoint below its bound in each second: a second's worth at once, and then evenly. For one thread.
 */
final class Pace {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** When an endpoint's requests would have come if all were even. */
    private final Map<UUID, Instant> even = new HashMap<>();

    /**
     * How long a request is to wait; zero if it may go, and counts then.
     *
     * @param perSecond at most so many; 0 for no bound
     */
    Duration ask(UUID endpoint, int perSecond, Instant now) {
        if (perSecond == 0) {
            return Duration.ZERO;
        }
        long interval = SECOND / perSecond;
        Instant at = even.getOrDefault(endpoint, Instant.MIN);
        Instant begins = at.isBefore(now) ? now : at;
        long ahead = Duration.between(now, begins).toNanos();
        if (ahead > SECOND - interval) {
            return Duration.ofNanos(ahead - (SECOND - interval));
        }
        even.put(endpoint, begins.plusNanos(interval));
        return Duration.ZERO;
    }

    /** Forgets whom nothing was sent lately. */
    void forget(Instant now) {
        even.values().removeIf(at -> at.isBefore(now));
    }
}
