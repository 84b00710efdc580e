package io.universalmiddleware.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.contracts.settings.Settings;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryScheduleTest {
    private final RetrySchedule usual =
            WebhookSettings.from(new Settings(key -> Optional.empty())).schedule();

    @Test
    void makesTenAttemptsOverThreeDays() {
        assertThat(usual.pauses()).hasSize(9);
        assertThat(usual.pauses().stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofDays(3), Duration.ofDays(4));
        assertThat(usual.after(9, 0.5, Duration.ZERO)).contains(Duration.ofHours(24));
        assertThat(usual.after(10, 0.5, Duration.ZERO)).isEmpty();
    }

    @Test
    void aPauseIsAFifthLongerOrShorterByChance() {
        assertThat(usual.after(1, 0, Duration.ZERO)).contains(Duration.ofSeconds(4));
        assertThat(usual.after(1, 0.5, Duration.ZERO)).contains(Duration.ofSeconds(5));
        assertThat(usual.after(1, 1, Duration.ZERO)).contains(Duration.ofSeconds(6));
    }

    @Test
    void whatTheEndpointAsksForLengthensThePauseUpToADay() {
        assertThat(usual.after(1, 0.5, Duration.ofMinutes(2))).contains(Duration.ofMinutes(2));
        assertThat(usual.after(2, 0.5, Duration.ofMinutes(2))).contains(Duration.ofMinutes(5));
        assertThat(usual.after(1, 0.5, Duration.ofDays(400))).contains(Duration.ofDays(1));
        assertThat(usual.after(10, 0.5, Duration.ofMinutes(2))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5s,,5m", "0s", "8d", "5s;5m", "-5s"})
    void anotherFormIsRefused(String text) {
        assertThatThrownBy(() -> RetrySchedule.parse(text)).hasMessageContaining("expected durations");
    }
}
