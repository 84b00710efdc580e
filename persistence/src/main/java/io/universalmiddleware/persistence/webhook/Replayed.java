package io.universalmiddleware.persistence.webhook;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a replay has set going.
 *
 * @param count how many deliveries
 * @param next the last of them, if there may be more behind it
 */
public record Replayed(int count, @Nullable Place next) {
    static final Replayed NOTHING = new Replayed(0, null);

    /** A delivery's place in the order of events. */
    public record Place(Instant occurredAt, UUID id) {}
}
