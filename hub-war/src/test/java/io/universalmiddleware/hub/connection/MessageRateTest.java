package io.universalmiddleware.hub.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageRateTest {
    @Test
    void aBurstIsFollowedByTheRate() {
        MessageRate rate = new MessageRate(10, 3, 0);

        assertThat(allowed(rate, 0, 5)).isEqualTo(3);
        assertThat(allowed(rate, 100, 5)).isEqualTo(1);
        assertThat(allowed(rate, 60_000, 5)).isEqualTo(3);
    }

    @Test
    void aClockThatGoesBackGivesNothing() {
        MessageRate rate = new MessageRate(10, 1, 1_000);

        assertThat(allowed(rate, 1_000, 1)).isEqualTo(1);
        assertThat(allowed(rate, 0, 1)).isZero();
    }

    @Test
    void goingOnThoughRefusedIsAFlood() {
        MessageRate rate = new MessageRate(1, 3, 0);
        allowed(rate, 0, 6);
        assertThat(rate.isFlood()).isFalse();

        allowed(rate, 0, 1);
        assertThat(rate.isFlood()).isTrue();
    }

    @Test
    void aFloodIsNoticedThoughSomeOfItIsAllowed() {
        MessageRate rate = new MessageRate(100, 10, 0);

        for (int millis = 0; millis < 1_000; millis++) {
            rate.allows(millis);
        }

        assertThat(rate.isFlood()).isTrue();
    }

    @Test
    void twiceTheRateIsRefusedAndNoFlood() {
        MessageRate rate = new MessageRate(100, 10, 0);

        for (int millis = 0; millis < 60_000; millis += 5) {
            rate.allows(millis);
        }

        assertThat(rate.isFlood()).isFalse();
    }

    private static int allowed(MessageRate rate, long now, int attempts) {
        int allowed = 0;
        for (int i = 0; i < attempts; i++) {
            allowed += rate.allows(now) ? 1 : 0;
        }
        return allowed;
    }
}
