package io.universalmiddleware.command.intake;

import static io.universalmiddleware.command.intake.PendingCommandFixture.ANN;
import static io.universalmiddleware.command.intake.PendingCommandFixture.pending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final WaitingRoom room =
            new WaitingRoom(new WaitingRoom.Limits(3, 100, Duration.ofNanos(1_000), 2, 50), now::get);

    @Test
    void givesWhatWaitsInItsOrderUpToABatch() throws InterruptedException {
        List<PendingCommand> came = List.of(command(1), command(1), command(1));
        came.forEach(room::enter);

        assertThat(room.take().due()).isEqualTo(came.subList(0, 2));
        assertThat(room.take().due()).isEqualTo(came.subList(2, 3));
    }

    @Test
    void endsABatchWithTheCommandThatReachesItsBytes() throws InterruptedException {
        room.enter(command(60));
        room.enter(command(10));

        assertThat(room.take().due()).hasSize(1);
        assertThat(room.take().due()).hasSize(1);
    }

    @Test
    void letsNobodyInBeyondItsCount() {
        for (int i = 0; i < 3; i++) {
            assertThat(room.enter(command(1))).isTrue();
        }

        assertThat(room.enter(command(1))).isFalse();
        assertThat(room.size()).isEqualTo(3);
    }

    @Test
    void letsNobodyInBeyondItsBytesUntilThereIsRoomAgain() throws InterruptedException {
        assertThat(room.enter(command(90))).isTrue();
        assertThat(room.enter(command(11))).isFalse();
        assertThat(room.enter(command(10))).isTrue();

        room.take();

        assertThat(room.enter(command(90))).isTrue();
    }

    @Test
    void letsNobodyInWhileTheFirstHasWaitedForTooLong() throws InterruptedException {
        PendingCommand first = command(1);
        room.enter(first);
        now.addAndGet(1_001);

        assertThat(room.enter(command(1))).isFalse();
        WaitingRoom.Batch batch = room.take();
        assertThat(batch.overdue()).containsExactly(first);
        assertThat(batch.due()).isEmpty();
        assertThat(room.enter(command(1))).isTrue();
    }

    @Test
    void expelsThoseWhoHaveWaitedForTooLongAndNobodyElse() throws InterruptedException {
        PendingCommand first = command(90);
        room.enter(first);
        now.addAndGet(600);
        PendingCommand second = command(10);
        room.enter(second);
        assertThat(room.expel()).isEmpty();
        now.addAndGet(401);

        assertThat(room.expel()).containsExactly(first);
        assertThat(room.enter(command(90))).isTrue();
        assertThat(room.take().due()).first().isEqualTo(second);
    }

    @Test
    void keepsAWriterUntilSomeoneComes() {
        CompletableFuture<WaitingRoom.Batch> taken = CompletableFuture.supplyAsync(this::take);

        room.enter(command(1));

        await().until(taken::isDone);
        assertThat(taken.join().due()).hasSize(1);
    }

    @Test
    void emptiesBeforeItIsClosedForGood() {
        room.enter(command(1));
        room.close();

        assertThat(room.enter(command(1))).isFalse();
        assertThat(take().due()).hasSize(1);
        assertThat(take().isEmpty()).isTrue();
    }

    @Test
    void everyCommandIsTakenOnceByOneOfManyWriters() {
        WaitingRoom large =
                new WaitingRoom(new WaitingRoom.Limits(100_000, 1 << 30, Duration.ofMinutes(1), 7, 1 << 20), now::get);
        List<CompletableFuture<List<PendingCommand>>> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            writers.add(CompletableFuture.supplyAsync(() -> takeAll(large)));
        }
        List<PendingCommand> came = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            PendingCommand command = command(1);
            came.add(command);
            large.enter(command);
        }
        large.close();

        assertThat(writers.stream().flatMap(w -> w.join().stream()))
                .hasSize(came.size())
                .containsExactlyInAnyOrderElementsOf(came);
    }

    private static List<PendingCommand> takeAll(WaitingRoom room) {
        List<PendingCommand> all = new ArrayList<>();
        try {
            for (WaitingRoom.Batch batch = room.take(); !batch.isEmpty(); batch = room.take()) {
                all.addAll(batch.due());
            }
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
        return all;
    }

    private WaitingRoom.Batch take() {
        try {
            return room.take();
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private static PendingCommand command(int bytes) {
        return pending(ANN, null, "x".repeat(bytes));
    }
}
