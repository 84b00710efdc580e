package io.universalmiddleware.cache.projecting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.command.CommandSettled;
import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.message.Headers;
import io.universalmiddleware.contracts.spi.EventMetadata;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Decoding reads what the platform's headers say of a record. The data of events is read later, by each view. */
final class Decoding {
    private final ObjectMapper json;

    Decoding(ObjectMapper json) {
        this.json = json;
    }

    Incoming decode(ConsumerRecord<String, byte[]> message) {
        try {
            byte[] data = message.value();
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

    private static Incoming event(ConsumerRecord<String, byte[]> message, byte[] data) {
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
                optional(message, Headers.TRACEPARENT)));
    }

    private Incoming settled(ConsumerRecord<String, byte[]> message, byte[] data) throws JsonProcessingException {
        String text = new String(data, StandardCharsets.UTF_8);
        if (!json.readTree(text).isObject()) {
            return new Incoming.Undecodable("its data is no JSON object");
        }
        return new Incoming.Settled(
                tenant(message),
                command(message),
                text,
                Instant.parse(required(message, Headers.TIME)),
                optional(message, Headers.TRACEPARENT));
    }

    private static TenantId tenant(ConsumerRecord<String, byte[]> message) {
        return new TenantId(required(message, Headers.TENANT));
    }

    private static CommandId command(ConsumerRecord<String, byte[]> message) {
        return CommandId.parse(required(message, Headers.COMMAND_ID))
                .orElseThrow(() -> new IllegalArgumentException(Headers.COMMAND_ID + " is no UUID"));
    }

    private static String required(ConsumerRecord<String, byte[]> message, String name) {
        @Nullable String value = optional(message, name);
        if (value == null) {
            throw new IllegalArgumentException("header " + name + " is missing");
        }
        return value;
    }

    private static @Nullable String optional(ConsumerRecord<String, byte[]> message, String name) {
        @Nullable Header header = message.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
