package io.universalmiddleware.processor.handling;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.persistence.deadletter.LetterState;
import io.universalmiddleware.persistence.event.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a key once its letter is decided about. */
@ExtendWith(Backends.class)
class DecidedLettersIT {
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
    void aRetryRunsTheHeadThenWhatWaitedInOrderAndFreesTheKey() {
        List<ReceivedCommand> commands = fixture.deadWithThreeBehind("retried");
        fixture.mend();

        platform.decide("retried", (parking, letter) -> parking.retry(letter, "olga", null, null));
        assertThat(platform.row(commands.get(0)).status()).isEqualTo(CommandStatus.PROCESSING);
        fixture.works("retried");

        assertThat(platform.events("retried"))
                .extracting(StoredEvent::command)
                .isEqualTo(commands.stream().map(ReceivedCommand::id).toList());
        assertThat(platform.isParked("retried")).isFalse();
        assertThat(platform.row(commands.get(0)).status()).isEqualTo(CommandStatus.SUCCEEDED);
        assertThat(platform.row(commands.get(0)).attempts()).isEqualTo(ParkingFixture.ATTEMPTS + 1);
        assertThat(fixture.letter("retried").state()).isEqualTo(LetterState.RESOLVED);
        assertThat(fixture.steps(commands.get(0))).containsExactly("dead-lettered", "retried");
        assertThat(platform.query("SELECT action FROM audit WHERE subject = 'dead-letter/"
                        + fixture.letter("retried").id() + "' ORDER BY id"))
                .containsExactly("dead-lettered", "retry", "resolved");
        fixture.runs(platform.deposit("retried", 1));
        assertThat(platform.events("retried")).hasSize(5);
    }

    @Test
    void aRetryThatFailsWaitsForTheOperatorAgainWithMoreAttempts() {
        List<ReceivedCommand> commands = fixture.deadWithThreeBehind("again");

        platform.decide("again", (parking, letter) -> parking.retry(letter, "olga", null, null));
        fixture.works("again");

        assertThat(fixture.letter("again").state()).isEqualTo(LetterState.OPEN);
        assertThat(fixture.letter("again").attempts()).isEqualTo(2 * ParkingFixture.ATTEMPTS);
        assertThat(platform.row(commands.get(0)).status()).isEqualTo(CommandStatus.DEAD);
        assertThat(platform.waiting("again")).isEqualTo(3);
        assertThat(platform.events("again")).isEmpty();
    }

    @Test
    void anEditedPayloadIsTriedInThePlaceOfTheOld() {
        fixture.deadWithThreeBehind("edited");

        platform.decide(
                "edited",
                (parking, letter) -> parking.retry(
                        letter, "olga", "{\"amount\":14}".getBytes(StandardCharsets.UTF_8), "typing error"));
        fixture.works("edited");

        assertThat(platform.events("edited")).hasSize(4);
        assertThat(platform.events("edited").get(0).data()).contains("14");
        assertThat(platform.query(
                        "SELECT actor || ' ' || reason || ' ' || before::text || ' ' || after::text FROM audit "
                                + "WHERE action = 'edit-and-retry' AND subject = 'dead-letter/"
                                + fixture.letter("edited").id() + "'"))
                .containsExactly("olga typing error {\"amount\": 13} {\"amount\": 14}");
    }

    @Test
    void afterADiscardWhatWaitedGoesOnWithoutIt() {
        List<ReceivedCommand> commands = fixture.deadWithThreeBehind("discarded");

        platform.decide("discarded", (parking, letter) -> parking.discard(letter, "olga", "not worth it"));
        fixture.works("discarded");

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
        List.of(first, second, third).forEach(fixture::runs);

        platform.decide("twice", (parking, letter) -> parking.discard(letter, "olga", "no"));
        fixture.works("twice");

        assertThat(platform.row(second).status()).isEqualTo(CommandStatus.DEAD);
        assertThat(platform.waiting("twice")).isEqualTo(1);
        fixture.mend();
        platform.decide("twice", (parking, letter) -> parking.retry(letter, "olga", null, null));
        fixture.works("twice");
        assertThat(platform.events("twice")).extracting(StoredEvent::command).containsExactly(second.id(), third.id());
    }

    @Test
    void aRejectionSettlesAWaitingCommandAndTheNextGoesOn() {
        ReceivedCommand first = platform.deposit("rule", 666);
        ReceivedCommand second = platform.deposit("rule", -5);
        ReceivedCommand third = platform.deposit("rule", 5);
        List.of(first, second, third).forEach(fixture::runs);

        platform.decide("rule", (parking, letter) -> parking.discard(letter, "olga", "no"));
        fixture.works("rule");

        assertThat(platform.row(second).status()).isEqualTo(CommandStatus.FAILED);
        assertThat(platform.row(third).status()).isEqualTo(CommandStatus.SUCCEEDED);
        assertThat(platform.isParked("rule")).isFalse();
    }
}
