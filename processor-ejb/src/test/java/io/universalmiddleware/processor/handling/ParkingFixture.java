package io.universalmiddleware.processor.handling;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.keyed.Task;
import io.universalmiddleware.contracts.keyed.Verdict;
import io.universalmiddleware.contracts.spi.PermanentFailureException;
import io.universalmiddleware.persistence.deadletter.DeadLetter;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A platform where commands are given up: 666 at once, 13 after {@link #ATTEMPTS} attempts as long as something is broken. */
final class ParkingFixture implements AutoCloseable {
    static final int ATTEMPTS = 2;

    final Platform platform;
    private final AtomicBoolean broken = new AtomicBoolean(true);

    ParkingFixture(PostgresBackend postgres) {
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

    /** What was broken works from now on. */
    void mend() {
        broken.set(false);
    }

    @Override
    public void close() {
        platform.close();
    }

    /** Four commands of an account, of which the first is given up and the others wait behind it. */
    List<ReceivedCommand> deadWithThreeBehind(String account) {
        List<ReceivedCommand> commands = List.of(
                platform.deposit(account, 13),
                platform.deposit(account, 1),
                platform.deposit(account, 2),
                platform.deposit(account, 3));
        commands.forEach(this::runs);
        assertThat(platform.isParked(account)).isTrue();
        return commands;
    }

    DeadLetter letter(String account) {
        return platform.letters().stream()
                .filter(letter ->
                        letter.message().key().equals(Platform.key(account).key()))
                .findFirst()
                .orElseThrow();
    }

    List<String> steps(ReceivedCommand command) {
        return platform.query("SELECT step FROM timeline WHERE command_id = '" + command.id() + "' ORDER BY at");
    }

    /** Carries a command out, as often as it is tried. */
    void runs(ReceivedCommand command) {
        run(platform.tasks(ATTEMPTS).of(command, platform.clock.instant()));
    }

    /** Works a key off that was decided about. */
    void works(String account) {
        run(working(platform, account));
    }

    static Task working(Platform node, String account) {
        return node.tasks(ATTEMPTS).working(Platform.key(account), node.clock, () -> false);
    }

    static void run(Task task) {
        boolean done = false;
        while (!done) {
            done = task.run() instanceof Verdict.Done;
        }
    }
}
