package io.universalmiddleware.persistence.webhook;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries of an endpoint are asked for; null asks for any.
 *
 * @param since when its event occurred, at the earliest
 * @param until before when its event occurred
 * @param before only those that are older than this one
 * @param limit at most so many
 */
public record LogQuery(
        UUID endpoint,
        @Nullable DeliveryStatus status,
        @Nullable String type,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable UUID before,
        int limit) {}
