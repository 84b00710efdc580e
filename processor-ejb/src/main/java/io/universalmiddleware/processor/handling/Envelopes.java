package io.universalmiddleware.processor.handling;

import io.universalmiddleware.contracts.command.CommandSettled;
import io.universalmiddleware.contracts.message.Headers;
import io.universalmiddleware.contracts.message.Topics;
import io.universalmiddleware.persistence.event.StoredEvent;
import io.universalmiddleware.persistence.outbox.OutboxMessage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What a command caused, as messages of topic {@code events}: CloudEvents 1.0 in Kafka's binary mode. */
final class Envelopes {
    private static final String SOURCE = "/um/processor";

    private Envelopes() {}

    static OutboxMessage event(ReceivedCommand cause, StoredEvent event) {
        Map<String, String> headers = headers(cause, event.id(), event.type(), event.version(), event.occurredAt());
        headers.put(Headers.SEQUENCE, Long.toString(event.sequence()));
        return new OutboxMessage(event.id(), event.aggregate(), Topics.EVENTS, headers, event.data());
    }

    static OutboxMessage settled(ReceivedCommand command, UUID id, Instant at, String data) {
        return new OutboxMessage(
                id, command.aggregate(), Topics.EVENTS, headers(command, id, CommandSettled.TYPE, 1, at), data);
    }

    private static Map<String, String> headers(ReceivedCommand cause, UUID id, String type, int version, Instant at) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(Headers.CONTENT_TYPE, "application/json");
        headers.put(Headers.SPEC_VERSION, "1.0");
        headers.put(Headers.ID, id.toString());
        headers.put(Headers.SOURCE, SOURCE);
        headers.put(Headers.TYPE, type);
        headers.put(Headers.DATA_VERSION, Integer.toString(version));
        headers.put(Headers.SUBJECT, cause.aggregate().id());
        headers.put(Headers.TIME, at.toString());
        headers.put(Headers.TENANT, cause.aggregate().tenant().value());
        headers.put(Headers.AGGREGATE_TYPE, cause.aggregate().type());
        headers.put(Headers.COMMAND_ID, cause.id().toString());
        headers.put(Headers.CORRELATION_ID, cause.correlationId());
        headers.put(Headers.CAUSATION_ID, cause.id().toString());
        headers.put(Headers.PRINCIPAL, cause.principal());
        headers.put(Headers.TRACEPARENT, cause.trace().traceparent());
        return headers;
    }
}
