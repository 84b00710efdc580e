package io.universalmiddleware.processor.handling;

import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.trace.TraceContext;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * A received command is a command as Kafka brought it.
 *
 * @param roles that the principal had when it was accepted
 * @param trace the parent of what is done for it
 * @param message what it was read from
 */
public record ReceivedCommand(
        CommandId id,
        AggregateRef aggregate,
        String type,
        int version,
        String principal,
        Set<String> roles,
        String correlationId,
        TraceContext trace,
        Instant acceptedAt,
        KeptMessage message) {

    /** JSON, as yet unread. */
    public byte[] payload() {
        return Objects.requireNonNull(message.payload());
    }

    /** When the relay published it. */
    public Instant publishedAt() {
        return message.publishedAt();
    }

    /** The same command, its effects being children of the given span. */
    ReceivedCommand within(TraceContext span) {
        return new ReceivedCommand(
                id, aggregate, type, version, principal, roles, correlationId, span, acceptedAt, message);
    }
}
