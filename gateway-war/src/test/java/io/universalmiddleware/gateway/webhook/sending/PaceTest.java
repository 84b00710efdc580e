package io.universalmiddleware.gateway.webhook.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace();
    private final UUID endpoint = UUID.randomUUID();
    private final Instant start = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void letsASecondsWorthGoAtOnceAndTheRestEvenly() {
        for (int i = 0; i < 4; i++) {
            assertThat(pace.ask(endpoint, 4, start)).isZero();
        }
        assertThat(pace.ask(endpoint, 4, start)).isEqualTo(Duration.ofMillis(250));
        assertThat(pace.ask(UUID.randomUUID(), 4, start)).isZero();
        assertThat(pace.ask(endpoint, 4, start.plusMillis(250))).isZero();
        assertThat(pace.ask(endpoint, 4, start.plusMillis(250))).isPositive();
    }

    @Test
    void forgetsWhomNothingWasSentLately() {
        pace.ask(endpoint, 1, start);
        pace.forget(start.plusSeconds(2));

        assertThat(pace.ask(endpoint, 1, start.plusSeconds(2))).isZero();
    }

    @Test
    void withoutABoundAllGoAtOnce() {
        for (int i = 0; i < 1000; i++) {
            assertThat(pace.ask(endpoint, 0, start)).isZero();
        }
    }
}
