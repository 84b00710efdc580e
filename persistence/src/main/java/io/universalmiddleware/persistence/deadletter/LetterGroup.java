package io.universalmiddleware.persistence.deadletter;

import java.time.Instant;
import java.util.UUID;

/**
 * A letter group is all letters of one fingerprint that match a query.
 *
 * @param sample its newest letter
 */
public record LetterGroup(
        String fingerprint,
        String exception,
        String frame,
        String message,
        long count,
        Instant firstFailedAt,
        Instant lastFailedAt,
        UUID sample) {}
