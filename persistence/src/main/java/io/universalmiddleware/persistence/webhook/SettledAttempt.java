package io.universalmiddleware.persistence.webhook;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A settled attempt is what came of sending a delivery, and what is to become of it.
 *
 * @param claim as it was taken
 * @param status of the answer; null if there was none
 * @param error why it failed; null if it did not
 * @param answer how the answer begins; null if there was none
 * @param outcome what is to become of it
 * @param next when it is to be sent again, if it is pending
 */
public record SettledAttempt(
        UUID delivery,
        long claim,
        Instant at,
        long millis,
        @Nullable Integer status,
        @Nullable String error,
        @Nullable String answer,
        DeliveryStatus outcome,
        Instant next) {}
