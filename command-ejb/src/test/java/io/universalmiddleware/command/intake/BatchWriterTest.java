package io.universalmiddleware.command.intake;

import static io.universalmiddleware.command.intake.PendingCommandFixture.ANN;
import static io.universalmiddleware.command.intake.PendingCommandFixture.pending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.persistence.postgres.SqlFault;
import jakarta.transaction.TransactionalException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchWriterTest {
    private final WaitingRoom room = new WaitingRoom(
            new WaitingRoom.Limits(1_000, 1 << 20, Duration.ofMinutes(1), 100, 1 << 20), System::nanoTime);
    private final List<Integer> committed = new ArrayList<>();

    @Test
    void aCommandThatCannotBeWrittenFailsAlone() {
        List<PendingCommand> batch = commands(20);
        batch.set(7, pending(ANN, null, "bad"));
        batch.set(19, pending(ANN, null, "bad"));

        writer(refusing("bad")).write(batch);

        for (int i = 0; i < 20; i++) {
            PendingCommand each = batch.get(i);
            if (i == 7 || i == 19) {
                assertThatThrownBy(() -> each.answer().join()).hasCauseInstanceOf(SqlFault.class);
            } else {
                assertThat(each.answer().join()).isInstanceOf(Acceptance.Accepted.class);
            }
        }
        assertThat(committed.stream().mapToInt(n -> n).sum()).isEqualTo(18);
    }

    @Test
    void nobodyIsToldOfACommitThatMayNotHaveBeen() {
        for (RuntimeException fault : List.of(
                new TransactionalException("commit failed", new IllegalStateException()),
                new SqlFault(new SQLException("gone", "08006")),
                new SqlFault(new SQLException("shutting down", "57P01")))) {
            List<PendingCommand> batch = commands(3);
            List<Integer> tried = new ArrayList<>();

            writer(all -> {
                        tried.add(all.size());
                        throw fault;
                    })
                    .write(batch);

            assertThat(batch)
                    .allSatisfy(each -> assertThat(each.answer().join()).isEqualTo(new Acceptance.Unavailable()));
            assertThat(tried).containsExactly(3);
        }
        assertThat(committed).isEmpty();
    }

    @Test
    void answersOnlyOnceTheTransactionHasEnded() {
        List<PendingCommand> batch = commands(3);

        writer(all -> {
                    assertThat(all).noneMatch(each -> each.answer().isDone());
                    return accepted(all);
                })
                .write(batch);

        assertThat(batch).allMatch(each -> each.answer().isDone());
    }

    @Test
    void worksUntilTheRoomIsClosedWhateverFails() {
        List<PendingCommand> batch = commands(4);
        batch.set(1, pending(ANN, null, "bad"));
        batch.forEach(room::enter);
        room.close();

        writer(refusing("bad")).run();

        assertThat(batch).allMatch(each -> each.answer().isDone());
        assertThat(batch.get(1).answer()).isCompletedExceptionally();
    }

    private BatchWriter writer(Function<List<PendingCommand>, List<Acceptance>> transaction) {
        return new BatchWriter(room, transaction, committed::add);
    }

    private static Function<List<PendingCommand>, List<Acceptance>> refusing(String payload) {
        return batch -> {
            if (batch.stream().anyMatch(each -> each.submission().payload().equals(payload))) {
                throw new SqlFault(new SQLException("invalid text representation", "22P02"));
            }
            return accepted(batch);
        };
    }

    private static List<Acceptance> accepted(List<PendingCommand> batch) {
        return batch.stream()
                .<Acceptance>map(each -> new Acceptance.Accepted(new CommandId(Uuid7.next(Clock.systemUTC()))))
                .toList();
    }

    private static List<PendingCommand> commands(int many) {
        return new ArrayList<>(IntStream.range(0, many)
                .mapToObj(i -> pending(ANN, null, "{\"n\":" + i + "}"))
                .toList());
    }
}
