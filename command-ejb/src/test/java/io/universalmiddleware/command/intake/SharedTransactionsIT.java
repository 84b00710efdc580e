package io.universalmiddleware.command.intake;

import static io.universalmiddleware.command.intake.IntakeTables.committing;
import static io.universalmiddleware.command.intake.IntakeTables.counts;
import static io.universalmiddleware.command.intake.PendingCommandFixture.ANN;
import static io.universalmiddleware.command.intake.PendingCommandFixture.pending;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.persistence.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several writers on a real database, as a node has them. */
@WithBackends
class SharedTransactionsIT {
    private static final int COMMANDS = 1_000;
    private static final int BATCH = 50;
    private static final int WRITERS = 4;
    private static final Duration DAY = Duration.ofDays(1);

    private final PostgresBackend postgres;
    private final ConcurrentLinkedQueue<Integer> batches = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> allCame = new CompletableFuture<>();
    private final WaitingRoom room = new WaitingRoom(
            new WaitingRoom.Limits(10_000, 1 << 24, Duration.ofHours(1), BATCH, 1 << 22), System::nanoTime);
    private TestDatabase database;

    SharedTransactionsIT(PostgresBackend postgres) {
        this.postgres = postgres;
    }

    @BeforeEach
    void open() {
        database = IntakeTables.emptied(postgres);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void concurrentCommandsShareTransactionsAndEachIsWrittenOnce() throws InterruptedException {
        List<PendingCommand> commands = IntStream.range(0, COMMANDS)
                .mapToObj(i -> pending(ANN, "k" + i, "{\"n\":" + i + "}"))
                .toList();

        write(commands, batch -> {
            allCame.join();
            return commit(batch);
        });

        assertThat(commands)
                .allSatisfy(each -> assertThat(each.answer().join()).isInstanceOf(Acceptance.Accepted.class));
        assertThat(counts(database)).containsExactly((long) COMMANDS, (long) COMMANDS, (long) COMMANDS);
        assertThat(batches.stream().mapToInt(n -> n).sum()).isEqualTo(COMMANDS);
        assertThat(batches).hasSizeLessThanOrEqualTo(WRITERS + COMMANDS / BATCH);
    }

    @Test
    void whatPostgresqlRefusesIsTakenOutAndTheRestCommits() throws InterruptedException {
        List<PendingCommand> commands = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            commands.add(pending(ANN, "k" + i, i % 40 == 13 ? "\"\\u0000\"" : "{\"n\":" + i + "}"));
        }

        write(commands);

        for (int i = 0; i < 100; i++) {
            assertThat(commands.get(i).answer().isCompletedExceptionally())
                    .as("command %d", i)
                    .isEqualTo(i % 40 == 13);
        }
        assertThat(counts(database)).containsExactly(97L, 97L, 97L);
    }

    @Test
    void oneKeyInManyTransactionsAtOnceMakesOneCommand() throws InterruptedException {
        List<PendingCommand> commands = IntStream.range(0, 500)
                .mapToObj(i -> pending(ANN, "k" + i % 5, "{\"n\":" + i % 5 + "}"))
                .toList();

        write(commands);

        List<Acceptance> outcomes =
                commands.stream().map(each -> each.answer().join()).toList();
        assertThat(outcomes)
                .hasOnlyElementsOfTypes(Acceptance.Accepted.class, Acceptance.Replayed.class, Acceptance.InFlight.class)
                .filteredOn(outcome -> outcome instanceof Acceptance.Accepted)
                .hasSize(5);
        assertThat(counts(database)).containsExactly(5L, 5L, 5L);
    }

    @Test
    void whatMayHaveBeenCommittedWhenPostgresqlDiedIsTriedAgainWithItsKey() throws InterruptedException {
        List<PendingCommand> first = numbered();
        CompletableFuture<Void> kill = new CompletableFuture<>();
        CompletableFuture<Void> killed = kill.thenRunAsync(postgres::kill);
        AtomicInteger turns = new AtomicInteger();
        try {
            write(first, batch -> {
                int turn = turns.incrementAndGet();
                if (turn == WRITERS + 1) {
                    kill.complete(null); // while this batch and the other writers' next are being committed
                } else if (turn > 2 * WRITERS) {
                    killed.join();
                }
                return commit(batch);
            });
        } finally {
            postgres.start();
        }
        database.close();
        database = new TestDatabase(postgres);

        List<PendingCommand> again = numbered();
        again.forEach(each -> new BatchWriter(room, this::commit, size -> {}).write(List.of(each)));

        for (int i = 0; i < COMMANDS; i++) {
            Acceptance before = first.get(i).answer().join();
            Acceptance after = again.get(i).answer().join();
            if (before instanceof Acceptance.Accepted accepted) {
                assertThat(after).isEqualTo(new Acceptance.Replayed(accepted.command()));
            } else {
                assertThat(before).isEqualTo(new Acceptance.Unavailable());
                assertThat(after).isInstanceOfAny(Acceptance.Accepted.class, Acceptance.Replayed.class);
            }
        }
        assertThat(first).anyMatch(each -> each.answer().join() instanceof Acceptance.Unavailable);
        assertThat(counts(database)).containsExactly((long) COMMANDS, (long) COMMANDS, (long) COMMANDS);
    }

    private static List<PendingCommand> numbered() {
        return IntStream.range(0, COMMANDS)
                .mapToObj(i -> pending(ANN, "k" + i, "{\"n\":" + i + "}"))
                .toList();
    }

    private void write(List<PendingCommand> commands) throws InterruptedException {
        write(commands, this::commit);
    }

    /** Lets commands in while writers are at work; returns when each has its answer. */
    private void write(List<PendingCommand> commands, Function<List<PendingCommand>, List<Acceptance>> transaction)
            throws InterruptedException {
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            Thread writer = new Thread(new BatchWriter(room, transaction, batches::add));
            writers.add(writer);
            writer.start();
        }
        commands.forEach(room::enter);
        room.close();
        allCame.complete(null);
        for (Thread writer : writers) {
            writer.join();
        }
    }

    private List<Acceptance> commit(List<PendingCommand> batch) {
        return database.inTransaction(
                session -> committing(session, Clock.systemUTC()).commit(batch, DAY));
    }
}
