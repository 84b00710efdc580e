package io.universalmiddleware.processor.handling;

import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.message.Headers;
import io.universalmiddleware.contracts.message.RolesHeader;
import io.universalmiddleware.contracts.trace.TraceContext;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads a command from a record: CloudEvents 1.0 in Kafka's binary mode. The payload is left as it is. */
public final class CommandReader {
    private static final int MAX_TYPE = 200;

    private CommandReader() {}

    /**
     * The record as a message, whatever it holds. Until it is {@linkplain #read read} its id is made of the record's place, so that
     * it can be taken for no other's.
     */
    public static KeptMessage message(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            byte @Nullable [] value = header.value();
            headers.put(header.key(), value == null ? "" : text(value));
        }
        String type = headers.getOrDefault(Headers.TYPE, "");
        String place = record.topic() + '-' + record.partition() + '@' + record.offset() + ' ' + record.timestamp();
        @Nullable TenantId tenant = tenant(record.key());
        KeptMessage message = new KeptMessage(
                HandlingCommand.CONSUMER,
                tenant,
                tenant == null ? "" : record.key(),
                UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8)),
                type.length() > MAX_TYPE ? type.substring(0, MAX_TYPE) : type,
                null,
                TraceContext.parse(headers.get(Headers.TRACEPARENT))
                        .map(TraceContext::traceId)
                        .orElse(null),
                headers,
                record.value(),
                Instant.ofEpochMilli(record.timestamp()));
        return tenant == null ? message.alone() : message;
    }

    /** @throws MalformedRecordException if it is no command */
    public static ReceivedCommand read(KeptMessage message) throws MalformedRecordException {
        if (message.payload() == null) {
            throw new MalformedRecordException("no value");
        }
        String text = required(message, Headers.ID);
        CommandId id =
                CommandId.parse(text).orElseThrow(() -> new MalformedRecordException(Headers.ID + " is no UUID"));
        @Nullable String correlation = message.headers().get(Headers.CORRELATION_ID);
        try {
            AggregateRef aggregate = new AggregateRef(
                    new TenantId(required(message, Headers.TENANT)),
                    required(message, Headers.AGGREGATE_TYPE),
                    required(message, Headers.SUBJECT));
            if (message.parks() && !message.key().equals(aggregate.recordKey())) {
                throw new MalformedRecordException("its key is not that of its aggregate");
            }
            TraceContext trace = TraceContext.continuing(message.headers().get(Headers.TRACEPARENT));
            String type = required(message, Headers.TYPE);
            return new ReceivedCommand(
                    id,
                    aggregate,
                    type,
                    Integer.parseInt(required(message, Headers.DATA_VERSION)),
                    required(message, Headers.PRINCIPAL),
                    RolesHeader.parse(message.headers().getOrDefault(Headers.PRINCIPAL_ROLES, "")),
                    correlation == null ? text : correlation,
                    trace,
                    Instant.parse(required(message, Headers.TIME)),
                    new KeptMessage(
                            message.consumer(),
                            aggregate.tenant(),
                            message.parks() ? aggregate.recordKey() : message.key(),
                            id.value(),
                            type,
                            id,
                            trace.traceId(),
                            message.headers(),
                            message.payload(),
                            message.publishedAt()));
        } catch (IllegalArgumentException | DateTimeException malformed) {
            throw new MalformedRecordException(String.valueOf(malformed.getMessage()));
        }
    }

    private static String required(KeptMessage message, String name) throws MalformedRecordException {
        @Nullable String value = message.headers().get(name);
        if (value == null) {
            throw new MalformedRecordException("no header " + name);
        }
        return value;
    }

    /** The tenant of a record key; null if it is none of an aggregate. */
    private static @Nullable TenantId tenant(@Nullable String key) {
        String[] parts = key == null ? new String[0] : key.split("/", 3);
        return parts.length == 3 && TenantId.isValid(parts[0]) ? new TenantId(parts[0]) : null;
    }

    private static String text(byte[] value) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException binary) {
            return new String(value, StandardCharsets.ISO_8859_1);
        }
    }
}
