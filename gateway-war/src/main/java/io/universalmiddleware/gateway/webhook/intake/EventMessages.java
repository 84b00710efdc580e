package io.universalmiddleware.gateway.webhook.intake;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.message.Headers;
import io.universalmiddleware.persistence.webhook.WebhookMessage;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes messages of records: a CloudEvent 1.0 in JSON, which has the {@code type}, {@code timestamp} and {@code data} of Standard Webhooks too.
 *
 * <p>An event's data is passed on as it is, byte for byte.
 */
final class EventMessages {
    private static final Logger LOG = LoggerFactory.getLogger(EventMessages.class);

    /** What else of a record's headers is told, by the attribute's name. */
    private static final Map<String, String> ATTRIBUTES = attributes();

    private static final int LONGEST_TYPE = 500;

    /** Since 1970, or before: what PostgreSQL can tell, and more than anybody needs. */
    private static final long MOST_SECONDS = 100_000_000_000L;

    private final ObjectMapper json;
    private final ObjectReader strict;

    EventMessages(ObjectMapper json) {
        this.json = json;
        this.strict = json.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** The event of a record; empty if it is none. (The cache updater keeps such a record as a dead letter.) */
    static Optional<NoticedEvent> read(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        byte @Nullable [] data = record.value();
        try {
            if (data == null) {
                throw new IllegalArgumentException("it has no value");
            }
            return Optional.of(new NoticedEvent(
                    UUID.fromString(required(headers, Headers.ID)),
                    new TenantId(required(headers, Headers.TENANT)).value(),
                    type(headers),
                    time(headers),
                    headers,
                    data));
        } catch (IllegalArgumentException | DateTimeException malformed) {
            LOG.warn(
                    "{}-{}@{} is no event that webhooks can be told of: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    malformed.getMessage());
            return Optional.empty();
        }
    }

    /** The message of an event; empty if its data is not what it must be. */
    Optional<WebhookMessage> message(NoticedEvent event) {
        String data = new String(event.data(), StandardCharsets.UTF_8);
        try {
            if (strict.readTree(data).isMissingNode()) {
                throw new IllegalArgumentException("it is empty");
            }
            return Optional.of(
                    new WebhookMessage(event.id(), event.tenant(), event.type(), event.at(), body(event, data)));
        } catch (IllegalArgumentException | IOException malformed) {
            LOG.warn("The data of event {} is no JSON: {}", event.id(), malformed.getMessage());
            return Optional.empty();
        }
    }

    private String body(NoticedEvent event, String data) throws IOException {
        StringWriter text = new StringWriter(data.length() + 500);
        try (JsonGenerator body = json.getFactory().createGenerator(text)) {
            body.writeStartObject();
            body.writeStringField("specversion", "1.0");
            body.writeStringField("id", event.id().toString());
            body.writeStringField("type", event.type());
            body.writeStringField("time", event.at().toString());
            body.writeStringField("timestamp", event.at().toString());
            for (Map.Entry<String, String> attribute : ATTRIBUTES.entrySet()) {
                @Nullable String value = event.headers().get(attribute.getValue());
                if (value != null && !value.isEmpty()) {
                    body.writeStringField(attribute.getKey(), value);
                }
            }
            body.writeStringField("datacontenttype", "application/json");
            body.writeFieldName("data");
            body.writeRawValue(data);
            body.writeEndObject();
        }
        return text.toString();
    }

    private static String type(Map<String, String> headers) {
        String type = required(headers, Headers.TYPE);
        if (type.isBlank() || type.length() > LONGEST_TYPE || type.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(Headers.TYPE + " is no event type");
        }
        return type;
    }

    private static Instant time(Map<String, String> headers) {
        Instant time = Instant.parse(required(headers, Headers.TIME));
        if (Math.abs(time.getEpochSecond()) > MOST_SECONDS) {
            throw new IllegalArgumentException(Headers.TIME + " is out of range");
        }
        return time;
    }

    private static String required(Map<String, String> headers, String name) {
        @Nullable String value = headers.get(name);
        if (value == null) {
            throw new IllegalArgumentException("header " + name + " is missing");
        }
        return value;
    }

    private static Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("source", Headers.SOURCE);
        attributes.put("subject", Headers.SUBJECT);
        attributes.put("tenant", Headers.TENANT);
        attributes.put("aggregatetype", Headers.AGGREGATE_TYPE);
        attributes.put("sequence", Headers.SEQUENCE);
        attributes.put("dataversion", Headers.DATA_VERSION);
        attributes.put("commandid", Headers.COMMAND_ID);
        attributes.put("correlationid", Headers.CORRELATION_ID);
        attributes.put("causationid", Headers.CAUSATION_ID);
        attributes.put("traceparent", Headers.TRACEPARENT);
        return attributes;
    }
}
