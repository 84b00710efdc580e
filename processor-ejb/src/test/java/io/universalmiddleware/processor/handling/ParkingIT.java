package io.universalmiddleware.processor.handling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.contracts.keyed.Task;
import io.universalmiddleware.contracts.keyed.Verdict;
import io.universalmiddleware.contracts.spi.PermanentFailureException;
import io.universalmiddleware.persistence.deadletter.DeadLetter;
import io.universalmiddleware.persistence.deadletter.LetterReason;
import io.universalmiddleware.persistence.deadletter.LetterState;
import io.universalmiddleware.persistence.deadletter.Turn;
import io.universalmiddleware.persistence.event.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Backends.class)
class ParkingIT {
    private static final int ATTEMPTS = 2;
    private final AtomicBoolean broken = new AtomicBoolean(true);
    private Platform platform;

    @BeforeEach
    void open(PostgresBackend postgres) {
        platform = new Platform(postgres);
        platform.depositing.onCall((call, deposit, context) -> {
            if (deposit.amount() == 13 && broken.get()) {
                throw new IllegalStateException("out of order");
            }
            if (deposit.amount() == 666) {
                throw new PermanentFailureException("never", new ArithmeticException("by zero"));
            }
        });
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void aCommandThatIsGivenUpIsALetterWithItsRealCause() {
        ReceivedCommand command = platform.deposit("cause", 13);

        runs(command);

        DeadLetter letter = letter("cause");
        assertThat(letter.state()).isEqualTo(LetterState.OPEN);
        assertThat(letter.reason()).isEqualTo(LetterReason.EXHAUSTED);
        assertThat(letter.attempts()).isEqualTo(ATTEMPTS);
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
        assertThat(steps(command)).containsExactly("dead-lettered");
    }

    @Test
    void whatTheHandlerCallsPermanentIsNotTriedAgain() {
        runs(platform.deposit("permanent", 666));

        assertThat(letter("permanent").reason()).isEqualTo(LetterReason.PERMANENT);
        assertThat(letter("permanent").attempts()).isEqualTo(1);
        assertThat(letter("permanent").cause().exception()).isEqualTo("java.lang.ArithmeticException");
        assertThat(letter("permanent").cause().chain()).contains("PermanentFailureException: never", "by zero");
    }

    @Test
    void laterCommandsOfTheKeyWaitInOrderAndOthersDoNot() {
        List<ReceivedCommand> commands = deadWithThreeBehind("parked");
        runs(platform.deposit("other", 1));

        assertThat(platform.events("parked")).isEmpty();
        assertThat(platform.waiting("parked")).isEqualTo(3);
        assertThat(platform.row(commands.get(0)).status()).isEqualTo(CommandStatus.DEAD);
        assertThat(platform.row(commands.get(1)).status()).isEqualTo(CommandStatus.ACCEPTED);
        assertThat(steps(commands.get(1))).containsExactly("parked");
        assertThat(platform.events("other")).hasSize(1);
    }

    @Test
    void aRetryRunsTheHeadThenWhatWaitedInOrderAndFreesTheKey() {
        List<ReceivedCommand> commands = deadWithThreeBehind("retried");
        broken.set(false);

        platform.decide("retried", (parking, letter) -> parking.retry(letter, "olga", null, null));
        assertThat(platform.row(commands.get(0)).status()).isEqualTo(CommandStatus.PROCESSING);
        works("retried");

        assertThat(platform.events("retried"))
                .extracting(StoredEvent::command)
                .isEqualTo(commands.stream().map(ReceivedCommand::id).toList());
        assertThat(platform.isParked("retried")).isFalse();
        assertThat(platform.row(commands.get(0)).status()).isEqualTo(CommandStatus.SUCCEEDED);
        assertThat(platform.row(commands.get(0)).attempts()).isEqualTo(ATTEMPTS + 1);
        assertThat(letter("retried").state()).isEqualTo(LetterState.RESOLVED);
        assertThat(steps(commands.get(0))).containsExactly("dead-lettered", "retried");
        assertThat(platform.query("SELECT action FROM audit WHERE subject = 'dead-letter/"
                        + letter("retried").id() + "' ORDER BY id"))
                .containsExactly("dead-lettered", "retry", "resolved");
        runs(platform.deposit("retried", 1));
        assertThat(platform.events("retried")).hasSize(5);
    }

    @Test
    void aRetryThatFailsWaitsForTheOperatorAgainWithMoreAttempts() {
        List<ReceivedCommand> commands = deadWithThreeBehind("again");

        platform.decide("again", (parking, letter) -> parking.retry(letter, "olga", null, null));
        works("again");

        assertThat(letter("again").state()).isEqualTo(LetterState.OPEN);
        assertThat(letter("again").attempts()).isEqualTo(2 * ATTEMPTS);
        assertThat(platform.row(commands.get(0)).status()).isEqualTo(CommandStatus.DEAD);
        assertThat(platform.waiting("again")).isEqualTo(3);
        assertThat(platform.events("again")).isEmpty();
    }

    @Test
    void anEditedPayloadIsTriedInThePlaceOfTheOld() {
        deadWithThreeBehind("edited");

        platform.decide(
                "edited",
                (parking, letter) -> parking.retry(
                        letter, "olga", "{\"amount\":14}".getBytes(StandardCharsets.UTF_8), "typing error"));
        works("edited");

        assertThat(platform.events("edited")).hasSize(4);
        assertThat(platform.events("edited").get(0).data()).contains("14");
        assertThat(platform.query(
                        "SELECT actor || ' ' || reason || ' ' || before::text || ' ' || after::text FROM audit "
                                + "WHERE action = 'edit-and-retry' AND subject = 'dead-letter/"
                                + letter("edited").id() + "'"))
                .containsExactly("olga typing error {\"amount\": 13} {\"amount\": 14}");
    }

    @Test
    void afterADiscardWhatWaitedGoesOnWithoutIt() {
        List<ReceivedCommand> commands = deadWithThreeBehind("discarded");

        platform.decide("discarded", (parking, letter) -> parking.discard(letter, "olga", "not worth it"));
        works("discarded");

        assertThat(platform.events("discarded"))
                .extracting(StoredEvent::command)
                .isEqualTo(commands.stream().skip(1).map(ReceivedCommand::id).toList());
        assertThat(platform.row(commands.get(0)).status()).isEqualTo(CommandStatus.DEAD);
        assertThat(platform.isParked("discarded")).isFalse();
    }

    @Test
    void aWaitingCommandThatFailsIsTheNextLetterAndTheRestWaitsOn() {
        ReceivedCommand first = platform.deposit("twice", 666);
        ReceivedCommand second = platform.deposit("twice", 13);
        ReceivedCommand third = platform.deposit("twice", 1);
        List.of(first, second, third).forEach(this::runs);

        platform.decide("twice", (parking, letter) -> parking.discard(letter, "olga", "no"));
        works("twice");

        assertThat(platform.row(second).status()).isEqualTo(CommandStatus.DEAD);
        assertThat(platform.waiting("twice")).isEqualTo(1);
        broken.set(false);
        platform.decide("twice", (parking, letter) -> parking.retry(letter, "olga", null, null));
        works("twice");
        assertThat(platform.events("twice")).extracting(StoredEvent::command).containsExactly(second.id(), third.id());
    }

    @Test
    void aRejectionSettlesAWaitingCommandAndTheNextGoesOn() {
        ReceivedCommand first = platform.deposit("rule", 666);
        ReceivedCommand second = platform.deposit("rule", -5);
        ReceivedCommand third = platform.deposit("rule", 5);
        List.of(first, second, third).forEach(this::runs);

        platform.decide("rule", (parking, letter) -> parking.discard(letter, "olga", "no"));
        works("rule");

        assertThat(platform.row(second).status()).isEqualTo(CommandStatus.FAILED);
        assertThat(platform.row(third).status()).isEqualTo(CommandStatus.SUCCEEDED);
        assertThat(platform.isParked("rule")).isFalse();
    }

    @Test
    void duplicatesOfDeadWaitingAndRetriedCommandsHaveNoEffect() {
        List<ReceivedCommand> commands = deadWithThreeBehind("double");

        commands.forEach(this::runs);
        assertThat(platform.waiting("double")).isEqualTo(3);
        broken.set(false);
        platform.decide("double", (parking, letter) -> parking.retry(letter, "olga", null, null));
        works("double");
        commands.forEach(this::runs);

        assertThat(platform.events("double")).hasSize(4);
        assertThat(platform.letters().stream().filter(l -> l.message().key().endsWith("/double")))
                .hasSize(1);
    }

    @Test
    void twoNodesAtOneKeyGiveEachCommandItsEffectOnce(PostgresBackend postgres) throws InterruptedException {
        List<ReceivedCommand> commands = deadWithThreeBehind("contended");
        broken.set(false);
        platform.decide("contended", (parking, letter) -> parking.retry(letter, "olga", null, null));

        try (Platform other = new Platform(postgres)) {
            List<Thread> nodes = new ArrayList<>();
            for (Platform node : List.of(platform, other, platform, other)) {
                Task task = working(node, "contended");
                nodes.add(new Thread(() -> {
                    for (int i = 0; i < 20; i++) {
                        run(task);
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
        List<ReceivedCommand> commands = deadWithThreeBehind(account);
        broken.set(false);
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

        works(account);

        assertThat(platform.events(account))
                .extracting(StoredEvent::command)
                .isEqualTo(commands.stream().map(ReceivedCommand::id).toList());
    }

    @Test
    void theAuditCannotBeChanged() {
        runs(platform.deposit("audited", 13));

        for (String change : List.of("UPDATE audit SET actor = 'x'", "DELETE FROM audit", "TRUNCATE audit")) {
            assertThatThrownBy(() -> platform.query(change)).hasMessageContaining("append-only");
        }
    }

    private List<ReceivedCommand> deadWithThreeBehind(String account) {
        List<ReceivedCommand> commands = List.of(
                platform.deposit(account, 13),
                platform.deposit(account, 1),
                platform.deposit(account, 2),
                platform.deposit(account, 3));
        commands.forEach(this::runs);
        assertThat(platform.isParked(account)).isTrue();
        return commands;
    }

    private DeadLetter letter(String account) {
        return platform.letters().stream()
                .filter(letter ->
                        letter.message().key().equals(Platform.key(account).key()))
                .findFirst()
                .orElseThrow();
    }

    private List<String> steps(ReceivedCommand command) {
        return platform.query("SELECT step FROM timeline WHERE command_id = '" + command.id() + "' ORDER BY at");
    }

    private void runs(ReceivedCommand command) {
        run(platform.tasks(ATTEMPTS).of(command, platform.clock.instant()));
    }

    private void works(String account) {
        run(working(platform, account));
    }

    private static Task working(Platform node, String account) {
        return node.tasks(ATTEMPTS).working(Platform.key(account), node.clock, () -> false);
    }

    private static void run(Task task) {
        boolean done = false;
        while (!done) {
            done = task.run() instanceof Verdict.Done;
        }
    }
}
