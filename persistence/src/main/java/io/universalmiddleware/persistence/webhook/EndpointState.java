package io.universalmiddleware.persistence.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it goes with an endpoint.
 *
 * @param failingSince when the first of the failures was that no success has followed; null if its last attempt succeeded
 * @param failures how many there were since then
 * @param lastError the last of them
 * @param disabledAt when the platform gave up; null if it has not
 * @param disabledReason why
 */
public record EndpointState(
        @Nullable Instant failingSince,
        int failures,
        @Nullable String lastError,
        @Nullable Instant disabledAt,
        @Nullable String disabledReason) {
    /** Nothing is known, and nothing wrong. */
    public static final EndpointState FINE = new EndpointState(null, 0, null, null, null);
}
