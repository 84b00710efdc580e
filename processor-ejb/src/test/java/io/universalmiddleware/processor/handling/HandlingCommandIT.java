package io.universalmiddleware.processor.handling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.persistence.command.CommandRecord;
import io.universalmiddleware.persistence.deadletter.Cause;
import io.universalmiddleware.persistence.deadletter.Failure;
import io.universalmiddleware.persistence.deadletter.LetterReason;
import io.universalmiddleware.persistence.event.ConcurrentAppendException;
import io.universalmiddleware.persistence.event.StoredEvent;
import io.universalmiddleware.processor.ledger.Depositing;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Backends.class)
class HandlingCommandIT {
    private static final Attempt FIRST = new Attempt(1, Instant.parse("2026-11-01T10:00:00Z"));
    private static final Taking FROM_TOPIC = new FromTopic();
    private static final Handled SUCCEEDED = new Handled.Settled(CommandStatus.SUCCEEDED);
    private static final Handled FAILED = new Handled.Settled(CommandStatus.FAILED);
    private Platform platform;

    @BeforeEach
    void open(PostgresBackend postgres) {
        platform = new Platform(postgres);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void effectEventsMessagesAndSettlementAreThereTogether() throws IOException {
        ReceivedCommand command = platform.deposit("whole", 7);

        assertThat(platform.handling().handle(command, FIRST, FROM_TOPIC)).isEqualTo(SUCCEEDED);

        List<StoredEvent> events = platform.events("whole");
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.sequence()).isEqualTo(1);
            assertThat(event.command()).isEqualTo(command.id());
            assertThat(event.id().version()).isEqualTo(7);
            assertThat(event.traceparent()).isEqualTo(command.trace().traceparent());
        });
        CommandRecord row = platform.row(command);
        assertThat(row.status()).isEqualTo(CommandStatus.SUCCEEDED);
        assertThat(platform.json.readTree(row.result())).isEqualTo(platform.json.readTree("{\"balance\":7}"));
        assertThat(row.attempts()).isEqualTo(1);
        assertThat(row.startedAt()).isEqualTo(FIRST.startedAt());
        assertThat(outbox(command, "headers ->> 'ce_type'")).containsExactly("test.Deposited", "um.CommandSettled");
        assertThat(outbox(command, "headers ->> 'ce_causationid'"))
                .containsOnly(command.id().toString());
        assertThat(outbox(command, "headers ->> 'ce_sequence'")).containsExactly("1", null);
        assertThat(outbox(command, "record_key")).containsOnly("acme/test.Account/whole");
        JsonNode settled = platform.json.readTree(outbox(command, "data").get(1));
        assertThat(settled)
                .isEqualTo(platform.json.readTree("{\"commandId\":\"" + command.id()
                        + "\",\"status\":\"succeeded\",\"result\":{\"balance\":7},\"problem\":null}"));
        assertThat(platform.announced)
                .singleElement()
                .satisfies(told -> assertThat(told.command()).isEqualTo(command.id()));
    }

    @Test
    void redeliveryIsHarmless() {
        ReceivedCommand command = platform.deposit("again", 7);
        HandlingCommand handling = platform.handling();

        assertThat(handling.handle(command, FIRST, FROM_TOPIC)).isEqualTo(SUCCEEDED);
        assertThat(handling.handle(command, FIRST, FROM_TOPIC)).isEqualTo(new Handled.Duplicate());

        assertThat(platform.events("again")).hasSize(1);
        assertThat(outbox(command, "topic")).hasSize(2);
        assertThat(platform.depositing.calls()).isEqualTo(1);
    }

    @Test
    void aRejectedCommandFailsWithItsRuleAndLeavesNothingElse() throws IOException {
        ReceivedCommand command = platform.deposit("rejected", -1);
        platform.depositing.onCall((call, deposit, context) -> platform.transactions()
                .current()
                .update(
                        "INSERT INTO inbox (consumer, message) VALUES ('handler', ?)",
                        s -> s.setObject(1, command.id().value())));

        assertThat(platform.handling().handle(command, FIRST, FROM_TOPIC)).isEqualTo(FAILED);
        assertThat(platform.handling().handle(command, FIRST, FROM_TOPIC)).isEqualTo(new Handled.Duplicate());

        CommandRecord row = platform.row(command);
        assertThat(row.status()).isEqualTo(CommandStatus.FAILED);
        assertThat(platform.json.readTree(row.problem())).isEqualTo(platform.json.readTree("""
                        {"type": "https://universalmiddleware.io/problems/command-rejected",
                         "title": "A rule of the application rejects the command", "status": 422,
                         "detail": "A deposit is more than nothing.", "rule": "amount-not-positive"}
                        """));
        assertThat(platform.events("rejected")).isEmpty();
        assertThat(outbox(command, "headers ->> 'ce_type'")).containsExactly("um.CommandSettled");
        assertThat(platform.query("SELECT consumer FROM inbox WHERE message = '" + command.id() + "'"))
                .containsExactly(HandlingCommand.CONSUMER);
    }

    @ParameterizedTest
    @EnumSource
    void aTransactionKilledBetweenWritesLeavesNothing(LocalTransactions.Write fatal, PostgresBackend postgres) {
        String account = "killed-" + fatal;
        ReceivedCommand command = platform.deposit(account, 7);
        try (Platform doomed = new Platform(postgres)) {
            HandlingCommand handling = doomed.handling(doomed.transactions().killedBefore(fatal));
            assertThatThrownBy(() -> handling.handle(command, FIRST, FROM_TOPIC))
                    .satisfies(fault -> assertThat(FaultKind.of(fault)).isEqualTo(FaultKind.AWAY));
        }

        assertThat(platform.events(account)).isEmpty();
        assertThat(platform.row(command).status()).isEqualTo(CommandStatus.ACCEPTED);
        assertThat(outbox(command, "topic")).isEmpty();
        assertThat(platform.handling().handle(command, FIRST, FROM_TOPIC)).isEqualTo(SUCCEEDED);
        assertThat(platform.events(account)).hasSize(1);
    }

    @Test
    void anEventThatCameInBetweenMakesTheCommandSeeTheNewerState() {
        ReceivedCommand command = platform.deposit("race", 7);
        ReceivedCommand other = platform.deposit("race", 100);
        platform.depositing.onCall((call, deposit, context) -> {
            if (call == 1) {
                assertThat(platform.handling().handle(other, FIRST, FROM_TOPIC)).isEqualTo(SUCCEEDED);
            }
        });
        HandlingCommand handling = platform.handling();

        assertThatThrownBy(() -> handling.handle(command, FIRST, FROM_TOPIC))
                .isInstanceOf(ConcurrentAppendException.class)
                .satisfies(fault -> assertThat(FaultKind.of(fault)).isEqualTo(FaultKind.PASSING));
        assertThat(handling.handle(command, new Attempt(2, FIRST.startedAt()), FROM_TOPIC))
                .isEqualTo(SUCCEEDED);

        assertThat(platform.events("race").get(1).data()).contains("107");
    }

    @Test
    void aHandlerSeesTheStateOfOtherAggregates() {
        platform.handling().handle(platform.deposit("rich", 1_000), FIRST, FROM_TOPIC);
        int[] seen = new int[1];
        platform.depositing.onCall((call, deposit, context) -> seen[0] = context.state(Depositing.BALANCE, "rich"));

        platform.handling().handle(platform.deposit("poor", 1), FIRST, FROM_TOPIC);

        assertThat(seen[0]).isEqualTo(1_000);
    }

    @Test
    void aCommandThatNobodyAcceptedHasNoEffect() {
        ReceivedCommand forged = platform.unaccepted("forged", "test.Deposit", "{\"amount\":1000000}");

        assertThatThrownBy(() -> platform.handling().handle(forged, FIRST, FROM_TOPIC))
                .isInstanceOf(NotAcceptedException.class)
                .satisfies(fault -> assertThat(FaultKind.of(fault)).isEqualTo(FaultKind.PERMANENT));

        assertThat(platform.events("forged")).isEmpty();
        assertThat(outbox(forged, "topic")).isEmpty();
    }

    @Test
    void aCommandThatNobodyAcceptedIsGivenUpWithoutTellingAnybody() {
        ReceivedCommand forged = platform.unaccepted("unknown", "test.Nothing", "{}");
        Exception cause = new UnusableCommandException("no handler", null);
        Failure failure = new Failure(LetterReason.MALFORMED, Cause.of(cause), 1, FIRST.startedAt());

        assertThat(platform.handling().giveUp(forged, FIRST, cause, failure, FROM_TOPIC))
                .isEqualTo(new Handled.Settled(CommandStatus.DEAD));

        assertThat(outbox(forged, "topic")).isEmpty();
        assertThat(platform.announced).isEmpty();
        assertThat(platform.query("SELECT state FROM dead_letter WHERE command_id = '" + forged.id() + "'"))
                .containsExactly("open");
    }

    @Test
    void startedCommandsAreMarkedWithoutTouchingSettledOnes() {
        ReceivedCommand waiting = platform.deposit("marked", 1);
        ReceivedCommand settled = platform.deposit("marked", 2);
        platform.handling().handle(settled, FIRST, FROM_TOPIC);

        platform.marking().mark(List.of(waiting, settled), FIRST.startedAt());

        assertThat(platform.row(waiting).status()).isEqualTo(CommandStatus.PROCESSING);
        assertThat(platform.row(waiting).startedAt()).isEqualTo(FIRST.startedAt());
        assertThat(platform.row(settled).status()).isEqualTo(CommandStatus.SUCCEEDED);
    }

    private List<String> outbox(ReceivedCommand command, String column) {
        return platform.query("SELECT " + column + " FROM outbox WHERE headers ->> 'ce_commandid' = '" + command.id()
                + "' ORDER BY seq");
    }
}
