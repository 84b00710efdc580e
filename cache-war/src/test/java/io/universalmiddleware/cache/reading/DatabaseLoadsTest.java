package io.universalmiddleware.cache.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.cache.Events;
import io.universalmiddleware.cache.view.ViewValue;
import io.universalmiddleware.contracts.problem.ProblemException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class DatabaseLoadsTest {
    @Test
    void whatComesOnTopOfTheQueueIsRefused() {
        CountDownLatch slow = new CountDownLatch(1);
        try (DatabaseLoads loads = new DatabaseLoads(
                ref -> {
                    await(slow);
                    return ViewValue.ABSENT;
                },
                1,
                1,
                Duration.ofHours(1),
                Thread::new,
                new SimpleMeterRegistry())) {
            CompletableFuture<DatabaseLoads.Loaded> running = loads.load(Events.balance("a"));
            CompletableFuture<DatabaseLoads.Loaded> queued = loads.load(Events.balance("b"));
            CompletableFuture<DatabaseLoads.Loaded> refused = loads.load(Events.balance("c"));

            assertThatThrownBy(refused::join).hasCauseInstanceOf(OverloadedException.class);
            slow.countDown();
            assertThat(running.join().value()).isEqualTo(ViewValue.ABSENT);
            assertThat(queued.join().value()).isEqualTo(ViewValue.ABSENT);
        }
    }

    @Test
    void whatMayHelpIsToldToComeAgain() {
        assertThat(ReadFailures.problem(new CompletionException(new OverloadedException())))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        p -> assertThat(p.problem().status()).isEqualTo(503));
        assertThat(ReadFailures.problem(new TimeoutException())).isInstanceOf(ProblemException.class);
        assertThat(ReadFailures.problem(new IllegalStateException(new SQLException("gone", "08006"))))
                .isInstanceOf(ProblemException.class);
        assertThat(ReadFailures.problem(new IllegalStateException("defect"))).isInstanceOf(IllegalStateException.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
