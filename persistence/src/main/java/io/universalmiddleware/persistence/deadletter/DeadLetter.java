package io.universalmiddleware.persistence.deadletter;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter is a message that was given up, with why.
 *
 * @param id UUIDv7
 * @param attempts how often it was tried, over all retries
 * @param closedAt when it was resolved or discarded
 */
public record DeadLetter(
        UUID id,
        KeptMessage message,
        LetterState state,
        LetterReason reason,
        Cause cause,
        int attempts,
        Instant firstFailedAt,
        Instant lastFailedAt,
        @Nullable Instant closedAt) {}
