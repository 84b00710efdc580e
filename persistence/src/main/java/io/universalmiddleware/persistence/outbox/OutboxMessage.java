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
 * @param data JSON, at most {@value #MAX_CHARS} characters: what Kafka could not take would stop its lane for ever
 */
public record OutboxMessage(UUID id, AggregateRef aggregate, String topic, Map<String, String> headers, String data) {
    /** The longest data. With three bytes a character it stays below {@link #MAX_RECORD_BYTES}. */
    public static final int MAX_CHARS = 1_000_000;

    /** What Kafka must take: the size of the largest record, with its key and headers. */
    public static final int MAX_RECORD_BYTES = 4 * 1024 * 1024;

    /** @throws IllegalArgumentException if the data is too long */
    public OutboxMessage {
        headers = Map.copyOf(headers);
        if (data.length() > MAX_CHARS) {
            throw new IllegalArgumentException(
                    "a message holds at most " + MAX_CHARS + " characters, not " + data.length());
        }
    }
}
