package io.universalmiddleware.gateway.webhook.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.message.Headers;
import io.universalmiddleware.persistence.webhook.WebhookMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventMessagesTest {
    private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");

    private final EventMessages messages = new EventMessages(new ObjectMapper());

    @Test
    void aMessageIsACloudEventWhoseDataIsPassedOnAsItIs() throws Exception {
        UUID id = UUID.randomUUID();
        String data = "{\"b\": 1.50, \"a\":\"é\"}";

        WebhookMessage message = messages.message(EventMessages.read(Events.event("shop", "shop.Sold", id, AT, data))
                        .orElseThrow())
                .orElseThrow();

        assertThat(message.id()).isEqualTo(id);
        assertThat(message.tenant()).isEqualTo("shop");
        assertThat(message.occurredAt()).isEqualTo(AT);
        assertThat(message.body()).endsWith("\"data\":" + data + "}");
        JsonNode body = new ObjectMapper().readTree(message.body());
        assertThat(body.path("specversion").asText()).isEqualTo("1.0");
        assertThat(body.path("id").asText()).isEqualTo(id.toString());
        assertThat(body.path("type").asText()).isEqualTo("shop.Sold");
        assertThat(body.path("timestamp").asText()).isEqualTo(AT.toString());
        assertThat(body.path("subject").asText()).isEqualTo("ann");
        assertThat(body.path("tenant").asText()).isEqualTo("shop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{} x", "{\"a\":1}}", "nope"})
    void dataThatIsNoJsonMakesNoMessage(String data) {
        assertThat(messages.message(EventMessages.read(Events.event("shop", "shop.Sold", UUID.randomUUID(), AT, data))
                        .orElseThrow()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {Headers.ID, Headers.TENANT, Headers.TYPE, Headers.TIME})
    void aRecordWithoutItsHeadersIsNoEvent(String missing) {
        ConsumerRecord<String, byte[]> record = Events.event("shop", "shop.Sold", UUID.randomUUID(), AT, "{}");
        record.headers().remove(missing);
        assertThat(EventMessages.read(record)).isEmpty();

        record.headers().add(missing, "\u0000?".getBytes(StandardCharsets.UTF_8));
        assertThat(EventMessages.read(record)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1000000000-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z", "+294277-01-01T00:00:00Z"})
    void aTimeThatPostgresqlCannotTellMakesNoEvent(String time) {
        assertThat(EventMessages.read(Events.event("shop", "shop.Sold", UUID.randomUUID(), Instant.parse(time), "{}")))
                .isEmpty();
    }

    @Test
    void aRecordWithoutValueIsNoEvent() {
        assertThat(EventMessages.read(new ConsumerRecord<>("events", 0, 0, "k", null)))
                .isEmpty();
    }
}
