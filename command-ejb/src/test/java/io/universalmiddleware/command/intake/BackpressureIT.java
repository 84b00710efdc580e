package io.universalmiddleware.command.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.command.CommandRepository;
import io.universalmiddleware.persistence.command.IdempotencyRepository;
import io.universalmiddleware.persistence.outbox.OutboxBacklog;
import io.universalmiddleware.persistence.outbox.OutboxRepository;
import io.universalmiddleware.persistence.outbox.RelayConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The intake on a real outbox that no relay empties. */
@WithBackends
class BackpressureIT {
    /** Stands still, so that no measurement is out of date. */
    private static final Clock NOW = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    private final PostgresBackend postgres;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private TestDatabase database;

    BackpressureIT(PostgresBackend postgres) {
        this.postgres = postgres;
    }

    @BeforeEach
    void open() {
        database = new TestDatabase(postgres);
        publishAll();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void refusesAtTheMeasuredDepthAndTakesAgainOnceItIsPublished() {
        IntakeGate gate = gate(Map.of("um.command.outbox-depth", "200"));
        accept(199);
        gate.measured(measure());
        assertThat(gate.refusal()).isEmpty();

        accept(1);
        gate.measured(measure());
        assertThat(gate.refusal()).get().isInstanceOf(Acceptance.Overloaded.class);
        assertThat(meters.get("um_command_gate_shut").gauge().value()).isEqualTo(1);

        publishAll();
        gate.measured(measure());
        assertThat(gate.refusal()).isEmpty();
        assertThat(meters.get("um_command_gate_shut").gauge().value()).isZero();
    }

    @Test
    void refusesAtTheMeasuredAge() {
        IntakeGate gate = gate(Map.of("um.command.outbox-age", "1s"));
        accept(1);

        await().until(() -> {
            gate.measured(measure());
            return gate.refusal().isPresent();
        });

        assertThat(gate.complaint()).get().asString().contains(" s ");
    }

    private IntakeGate gate(Map<String, String> values) {
        return new IntakeGate(new Settings(key -> Optional.ofNullable(values.get(key))), NOW, meters);
    }

    private OutboxBacklog measure() {
        try (RelayConnection connection = RelayConnection.open(database.dataSource())) {
            return OutboxBacklog.measure(connection);
        }
    }

    private void accept(int commands) {
        database.transact(session -> new CommittingCommands(
                        new CommandRepository(session),
                        new IdempotencyRepository(session),
                        new OutboxRepository(session, new ObjectMapper()),
                        PendingCommandFixture.nobodyListens(),
                        Clock.systemUTC())
                .commit(
                        IntStream.range(0, commands)
                                .mapToObj(i -> PendingCommandFixture.pending(
                                        PendingCommandFixture.ANN, null, Integer.toString(i)))
                                .toList(),
                        Duration.ofDays(1)));
    }

    /** Moves every cursor to the end, as relays do once Kafka has acknowledged. */
    private void publishAll() {
        database.transact(session -> session.update(
                "UPDATE outbox_lease SET cursor = pg_current_snapshot(), target = NULL, last_seq = 0", s -> {}));
    }
}
