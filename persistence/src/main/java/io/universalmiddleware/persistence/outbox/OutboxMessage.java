package io.universalmiddleware.persistence.outbox;

import io.universalmiddleware.contracts.id.AggregateRef;
import java.util.Map;
import java.util.UUID;

/**
 * A message to be published once its transaction has committed.
 *
 * @param id the message's id, the same however often it is published
 * @param aggregate decides partition and order
 * @param topic the topic's name without prefix
 * @param headers the record's headers
 * @param data JSON
 */
public record OutboxMessage(UUID id, AggregateRef aggregate, String topic, Map<String, String> headers, String data) {
    public OutboxMessage {
        headers = Map.copyOf(headers);
    }
}
