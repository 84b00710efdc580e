package io.universalmiddleware.persistence.webhook;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as the log of its endpoint has it.
 *
 * @param message the event's id
 * @param trial whether it was asked for as a test
 * @param sending whether a node is sending it
 * @param next when it is sent next; null if it is not
 * @param lastStatus of the last answer; null if there was none
 * @param lastError why the last attempt failed; null if it did not, or there was none
 * @param finished when it was delivered, given up or skipped; null before
 */
public record LoggedDelivery(
        UUID id,
        UUID endpoint,
        UUID message,
        String type,
        Instant occurredAt,
        DeliveryStatus status,
        boolean trial,
        boolean sending,
        int attempts,
        @Nullable Instant next,
        @Nullable Instant lastAttemptAt,
        @Nullable Integer lastStatus,
        @Nullable String lastError,
        Instant createdAt,
        @Nullable Instant finished) {}
