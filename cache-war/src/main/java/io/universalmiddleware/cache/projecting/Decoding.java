package io.universalmiddleware.cache.projecting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.command.CommandSettled;
import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.message.Headers;
import io.universalmiddleware.contracts.spi.EventMetadata;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Decoding reads what the platform's headers say of a record. The data of events is read later, by each view. */
final class Decoding {
    /** The consumer of records that no view could be asked about. */
    static final String CONSUMER = "events";

    private final ObjectMapper json;

    Decoding(ObjectMapper json) {
        this.json = json;
    }

    /** What a record holds, whatever that is; it may be put into a letter of consumer {@link #CONSUMER}. */
    static KeptMessage message(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8));
        }
        String place = record.topic() + '-' + record.partition() + '@' + record.offset() + ' ' + record.timestamp();
        String tenant = String.valueOf(record.key()).split("/", 2)[0];
        return new KeptMessage(
                        CONSUMER,
                        TenantId.isValid(tenant) && record.key() != null ? new TenantId(tenant) : null,
                        "",
                        UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8)),
                        headers.getOrDefault(Headers.TYPE, ""),
                        null,
                        null,
                        headers,
                        record.value(),
                        Instant.ofEpochMilli(record.timestamp()))
                .alone();
    }

    Incoming decode(KeptMessage message) {
        try {
            byte @Nullable [] data = message.payload();
            if (data == null) {
                return new Incoming.Undecodable("it has no value");
            }
            return required(message, Headers.TYPE).equals(CommandSettled.TYPE)
                    ? settled(message, data)
                    : event(message, data);
        } catch (IllegalArgumentException | DateTimeException | JsonProcessingException malformed) {
            return new Incoming.Undecodable(String.valueOf(malformed.getMessage()));
        }
    }

    private static Incoming event(KeptMessage message, byte[] data) {
        return new Incoming.Event(new IncomingEvent(
                required(message, Headers.TYPE),
                Integer.parseInt(required(message, Headers.DATA_VERSION)),
                new EventMetadata(
                        UUID.fromString(required(message, Headers.ID)),
                        new AggregateRef(
                                tenant(message),
                                required(message, Headers.AGGREGATE_TYPE),
                                required(message, Headers.SUBJECT)),
                        Long.parseLong(required(message, Headers.SEQUENCE)),
                        command(message),
                        Instant.parse(required(message, Headers.TIME))),
                new String(data, StandardCharsets.UTF_8),
                message.headers().get(Headers.TRACEPARENT),
                message.headers(),
                message.publishedAt()));
    }

    private Incoming settled(KeptMessage message, byte[] data) throws JsonProcessingException {
        String text = new String(data, StandardCharsets.UTF_8);
        if (!json.readTree(text).isObject()) {
            return new Incoming.Undecodable("its data is no JSON object");
        }
        return new Incoming.Settled(
                tenant(message),
                command(message),
                text,
                Instant.parse(required(message, Headers.TIME)),
                message.headers().get(Headers.TRACEPARENT));
    }

    private static TenantId tenant(KeptMessage message) {
        return new TenantId(required(message, Headers.TENANT));
    }

    private static CommandId command(KeptMessage message) {
        return CommandId.parse(required(message, Headers.COMMAND_ID))
                .orElseThrow(() -> new IllegalArgumentException(Headers.COMMAND_ID + " is no UUID"));
    }

    private static String required(KeptMessage message, String name) {
        @Nullable String value = message.headers().get(name);
        if (value == null) {
            throw new IllegalArgumentException("header " + name + " is missing");
        }
        return value;
    }
}
