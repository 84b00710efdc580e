package io.universalmiddleware.processor.consuming;

import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.message.Headers;
import io.universalmiddleware.contracts.trace.TraceContext;
import io.universalmiddleware.processor.handling.ReceivedCommand;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads a command from a record: CloudEvents 1.0 in Kafka's binary mode. The payload is left as it is. */
final class CommandReader {
    private CommandReader() {}

    /** @throws MalformedRecordException if it is no command */
    static ReceivedCommand read(ConsumerRecord<String, byte[]> record) throws MalformedRecordException {
        byte @Nullable [] payload = record.value();
        if (payload == null) {
            throw new MalformedRecordException("no value");
        }
        String id = required(record, Headers.ID);
        @Nullable String correlation = header(record, Headers.CORRELATION_ID);
        try {
            return new ReceivedCommand(
                    CommandId.parse(id).orElseThrow(() -> new MalformedRecordException(Headers.ID + " is no UUID")),
                    new AggregateRef(
                            new TenantId(required(record, Headers.TENANT)),
                            required(record, Headers.AGGREGATE_TYPE),
                            required(record, Headers.SUBJECT)),
                    required(record, Headers.TYPE),
                    Integer.parseInt(required(record, Headers.DATA_VERSION)),
                    required(record, Headers.PRINCIPAL),
                    correlation == null ? id : correlation,
                    payload,
                    TraceContext.continuing(header(record, Headers.TRACEPARENT)),
                    Instant.parse(required(record, Headers.TIME)),
                    Instant.ofEpochMilli(record.timestamp()));
        } catch (IllegalArgumentException | DateTimeException malformed) {
            throw new MalformedRecordException(String.valueOf(malformed.getMessage()));
        }
    }

    private static String required(ConsumerRecord<?, ?> record, String name) throws MalformedRecordException {
        @Nullable String value = header(record, name);
        if (value == null) {
            throw new MalformedRecordException("no header " + name);
        }
        return value;
    }

    private static @Nullable String header(ConsumerRecord<?, ?> record, String name) {
        @Nullable Header header = record.headers().lastHeader(name);
        byte @Nullable [] value = header == null ? null : header.value();
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }
}
