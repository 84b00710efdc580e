package io.universalmiddleware.persistence.event;

import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event in its stream.
 *
 * @param sequence its place in the stream, from 1
 * @param version the version of its type's shape
 * @param data JSON
 */
public record StoredEvent(
        UUID id,
        AggregateRef aggregate,
        long sequence,
        String type,
        int version,
        String data,
        CommandId command,
        @Nullable String traceparent,
        Instant occurredAt) {}
