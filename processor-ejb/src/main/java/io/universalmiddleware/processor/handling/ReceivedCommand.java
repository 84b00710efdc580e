package io.universalmiddleware.processor.handling;

import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.trace.TraceContext;
import java.time.Instant;

/**
 * A received command is a command as Kafka brought it.
 *
 * @param payload JSON, as yet unread
 * @param trace the parent of what is done for it
 * @param publishedAt when the relay published it
 */
public record ReceivedCommand(
        CommandId id,
        AggregateRef aggregate,
        String type,
        int version,
        String principal,
        String correlationId,
        byte[] payload,
        TraceContext trace,
        Instant acceptedAt,
        Instant publishedAt) {

    /** The same command, its effects being children of the given span. */
    ReceivedCommand within(TraceContext span) {
        return new ReceivedCommand(
                id, aggregate, type, version, principal, correlationId, payload, span, acceptedAt, publishedAt);
    }
}
