package io.universalmiddleware.gateway.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private final Rounds rounds = new Rounds();
    private final AtomicInteger done = new AtomicInteger();

    @Test
    void goOnUntilTheyAreStopped() {
        rounds.goOn(Duration.ofMillis(1), () -> {
            if (done.incrementAndGet() == 3) {
                rounds.stop();
            }
        });

        assertThat(done).hasValue(3);
        assertThat(rounds.isStopped()).isTrue();
    }

    @Test
    void doNotBeginOnceStopped() {
        rounds.stop();

        rounds.goOn(Duration.ofDays(1), done::incrementAndGet);

        assertThat(done).hasValue(0);
    }

    @Test
    void anInterruptEndsThemAndIsKept() {
        Thread.currentThread().interrupt();

        rounds.goOn(Duration.ofDays(1), done::incrementAndGet);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(done).hasValue(0);
    }
}
