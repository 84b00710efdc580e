package io.universalmiddleware.processor.handling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.message.Headers;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandReaderTest {
    private static final Map<String, String> HEADERS = Map.of(
            Headers.ID, "01998cde-0000-7000-8000-000000000001",
            Headers.TYPE, "test.Deposit",
            Headers.DATA_VERSION, "2",
            Headers.SUBJECT, "ann",
            Headers.TIME, "2026-11-01T10:00:00Z",
            Headers.TENANT, "acme",
            Headers.AGGREGATE_TYPE, "test.Account",
            Headers.PRINCIPAL, "teller",
            Headers.TRACEPARENT, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    @Test
    void readsACommand() throws MalformedRecordException {
        ReceivedCommand command = read(record("{}"));

        assertThat(command.id().value()).isEqualTo(UUID.fromString("01998cde-0000-7000-8000-000000000001"));
        assertThat(command.aggregate()).isEqualTo(new AggregateRef(new TenantId("acme"), "test.Account", "ann"));
        assertThat(command.type()).isEqualTo("test.Deposit");
        assertThat(command.version()).isEqualTo(2);
        assertThat(command.principal()).isEqualTo("teller");
        assertThat(command.roles()).as("of a command of before").isEmpty();
        assertThat(command.correlationId()).isEqualTo(command.id().toString());
        assertThat(command.trace().traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(command.acceptedAt()).isEqualTo(Instant.parse("2026-11-01T10:00:00Z"));
    }

    @Test
    void readsTheRolesOfWhoSentIt() throws MalformedRecordException {
        ConsumerRecord<String, byte[]> record = record("{}");
        record.headers().add("ce_principalroles", "chief+teller user".getBytes(StandardCharsets.UTF_8));

        assertThat(read(record).roles()).containsExactlyInAnyOrder("chief teller", "user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_id", "ce_type", "ce_dataversion", "ce_subject", "ce_time", "ce_tenant", "ce_principal"})
    void refusesARecordWithoutHeader(String header) {
        ConsumerRecord<String, byte[]> record = record("{}");
        record.headers().remove(header);

        assertThatThrownBy(() -> read(record)).hasMessage("no header " + header);
    }

    @ParameterizedTest
    @CsvSource({"ce_id,seven", "ce_dataversion,one", "ce_time,yesterday", "ce_tenant,ACME Inc.", "ce_principalroles,%zz"
    })
    void refusesARecordWithInvalidHeader(String header, String value) {
        ConsumerRecord<String, byte[]> record = record("{}");
        record.headers().remove(header).add(header, value.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> read(record)).isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void refusesATombstone() {
        assertThatThrownBy(() -> read(record(null))).hasMessage("no value");
    }

    @Test
    void refusesARecordUnderAnotherKeyThanItsAggregates() {
        ConsumerRecord<String, byte[]> moved =
                new ConsumerRecord<>("commands", 0, 7, "acme/test.Account/bob", new byte[] {'{', '}'});
        HEADERS.forEach((name, text) -> moved.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> read(moved)).hasMessage("its key is not that of its aggregate");
    }

    @Test
    void aRecordWithoutHeadersIsKnownByItsPlaceAndParksTheKeyItCameUnder() {
        KeptMessage message =
                CommandReader.message(new ConsumerRecord<>("commands", 3, 7, "acme/test.Account/ann", new byte[] {1}));

        assertThat(message.key()).isEqualTo("acme/test.Account/ann");
        assertThat(message.tenant()).isEqualTo(new TenantId("acme"));
        assertThat(message.parks()).isTrue();
        assertThat(message.id())
                .isEqualTo(CommandReader.message(
                                new ConsumerRecord<>("commands", 3, 7, "acme/test.Account/ann", new byte[] {1}))
                        .id())
                .isNotEqualTo(CommandReader.message(
                                new ConsumerRecord<>("commands", 3, 8, "acme/test.Account/ann", new byte[] {1}))
                        .id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x/y", "Not a tenant/a/b", ""})
    void aRecordUnderAKeyOfNoAggregateParksNothing(String key) {
        KeptMessage message = CommandReader.message(new ConsumerRecord<>("commands", 3, 7, key, new byte[] {1}));

        assertThat(message.parks()).isFalse();
        assertThat(message.tenant()).isNull();
    }

    @Test
    void whatPostgresCannotHoldIsReplaced() {
        ConsumerRecord<String, byte[]> record = record("{}");
        record.headers().add("odd\0name", new byte[] {0, 'a'});

        assertThat(CommandReader.message(record).headers()).containsEntry("odd\uFFFDname", "\uFFFDa");
    }

    private static ReceivedCommand read(ConsumerRecord<String, byte[]> record) throws MalformedRecordException {
        return CommandReader.read(CommandReader.message(record));
    }

    private static ConsumerRecord<String, byte[]> record(String value) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(
                "commands",
                0,
                7,
                "acme/test.Account/ann",
                value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        HEADERS.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
