package io.universalmiddleware.processor.handling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.contracts.keyed.Task;
import io.universalmiddleware.persistence.deadletter.DeadLetter;
import io.universalmiddleware.persistence.deadletter.LetterReason;
import io.universalmiddleware.persistence.deadletter.LetterState;
import io.universalmiddleware.persistence.deadletter.Turn;
import io.universalmiddleware.persistence.event.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is given up waits as a letter, with its key and nobody else. */
@ExtendWith(Backends.class)
class ParkingIT {
    private ParkingFixture fixture;
    private Platform platform;

    @BeforeEach
    void open(PostgresBackend postgres) {
        fixture = new ParkingFixture(postgres);
        platform = fixture.platform;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aCommandThatIsGivenUpIsALetterWithItsRealCause() {
        ReceivedCommand command = platform.deposit("cause", 13);

        fixture.runs(command);

        DeadLetter letter = fixture.letter("cause");
        assertThat(letter.state()).isEqualTo(LetterState.OPEN);
        assertThat(letter.reason()).isEqualTo(LetterReason.EXHAUSTED);
        assertThat(letter.attempts()).isEqualTo(ParkingFixture.ATTEMPTS);
        assertThat(letter.cause().exception()).isEqualTo("java.lang.IllegalStateException");
        assertThat(letter.cause().message()).isEqualTo("out of order");
        assertThat(letter.cause().frame())
                .contains("Depositing.handle(Depositing.java:")
                .doesNotContain("\n");
        assertThat(letter.cause().fingerprint()).matches("[0-9a-f]{16}");
        assertThat(letter.message().command()).isEqualTo(command.id());
        assertThat(letter.message().traceId()).isEqualTo(command.trace().traceId());
        assertThat(letter.message().headers()).isEqualTo(command.message().headers());
        assertThat(letter.message().payload()).isEqualTo("{\"amount\":13}".getBytes(StandardCharsets.UTF_8));
        assertThat(fixture.steps(command)).containsExactly("dead-lettered");
    }

    @Test
    void whatTheHandlerCallsPermanentIsNotTriedAgain() {
        fixture.runs(platform.deposit("permanent", 666));

        assertThat(fixture.letter("permanent").reason()).isEqualTo(LetterReason.PERMANENT);
        assertThat(fixture.letter("permanent").attempts()).isEqualTo(1);
        assertThat(fixture.letter("permanent").cause().exception()).isEqualTo("java.lang.ArithmeticException");
        assertThat(fixture.letter("permanent").cause().chain()).contains("PermanentFailureException: never", "by zero");
    }

    @Test
    void laterCommandsOfTheKeyWaitInOrderAndOthersDoNot() {
        List<ReceivedCommand> commands = fixture.deadWithThreeBehind("parked");
        fixture.runs(platform.deposit("other", 1));

        assertThat(platform.events("parked")).isEmpty();
        assertThat(platform.waiting("parked")).isEqualTo(3);
        assertThat(platform.row(commands.get(0)).status()).isEqualTo(CommandStatus.DEAD);
        assertThat(platform.row(commands.get(1)).status()).isEqualTo(CommandStatus.ACCEPTED);
        assertThat(fixture.steps(commands.get(1))).containsExactly("parked");
        assertThat(platform.events("other")).hasSize(1);
    }

    @Test
    void duplicatesOfDeadWaitingAndRetriedCommandsHaveNoEffect() {
        List<ReceivedCommand> commands = fixture.deadWithThreeBehind("double");

        commands.forEach(fixture::runs);
        assertThat(platform.waiting("double")).isEqualTo(3);
        fixture.mend();
        platform.decide("double", (parking, letter) -> parking.retry(letter, "olga", null, null));
        fixture.works("double");
        commands.forEach(fixture::runs);

        assertThat(platform.events("double")).hasSize(4);
        assertThat(platform.letters().stream().filter(l -> l.message().key().endsWith("/double")))
                .hasSize(1);
    }

    @Test
    void twoNodesAtOneKeyGiveEachCommandItsEffectOnce(PostgresBackend postgres) throws InterruptedException {
        List<ReceivedCommand> commands = fixture.deadWithThreeBehind("contended");
        fixture.mend();
        platform.decide("contended", (parking, letter) -> parking.retry(letter, "olga", null, null));

        try (Platform other = new Platform(postgres)) {
            List<Thread> nodes = new ArrayList<>();
            for (Platform node : List.of(platform, other, platform, other)) {
                Task task = ParkingFixture.working(node, "contended");
                nodes.add(new Thread(() -> {
                    for (int i = 0; i < 20; i++) {
                        ParkingFixture.run(task);
                    }
                }));
            }
            nodes.forEach(Thread::start);
            for (Thread node : nodes) {
                node.join(180_000);
            }
        }

        assertThat(platform.events("contended"))
                .extracting(StoredEvent::command)
                .isEqualTo(commands.stream().map(ReceivedCommand::id).toList());
        assertThat(platform.isParked("contended")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"EVENTS", "STATUS", "MESSAGES", "COMMIT"})
    void aNodeThatDiesWorkingAKeyOffLeavesItToAnother(LocalTransactions.Write fatal, PostgresBackend postgres) {
        String account = "crash-" + fatal;
        List<ReceivedCommand> commands = fixture.deadWithThreeBehind(account);
        fixture.mend();
        platform.decide(account, (parking, letter) -> parking.retry(letter, "olga", null, null));
        try (Platform doomed = new Platform(postgres)) {
            HandlingCommand handling = doomed.handling(doomed.transactions().killedBefore(fatal));
            ReceivedCommand first = commands.get(0);
            Turn turn = platform.handling().next(Platform.key(account));
            assertThatThrownBy(
                            () -> handling.handle(first, new Attempt(1, platform.clock.instant()), new FromQueue(turn)))
                    .satisfies(fault -> assertThat(FaultKind.of(fault)).isEqualTo(FaultKind.AWAY));
        }
        assertThat(platform.events(account)).isEmpty();

        fixture.works(account);

        assertThat(platform.events(account))
                .extracting(StoredEvent::command)
                .isEqualTo(commands.stream().map(ReceivedCommand::id).toList());
    }

    @Test
    void theAuditCannotBeChanged() {
        fixture.runs(platform.deposit("audited", 13));

        for (String change : List.of("UPDATE audit SET actor = 'x'", "DELETE FROM audit", "TRUNCATE audit")) {
            assertThatThrownBy(() -> platform.query(change)).hasMessageContaining("append-only");
        }
    }
}
