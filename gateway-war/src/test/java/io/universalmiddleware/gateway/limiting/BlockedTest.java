package io.universalmiddleware.gateway.limiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BlockedTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final Blocked blocked = new Blocked(nanos::get);
    private final LimitSet limits = limits(10);
    private final String[] keys = limits.keys(new Requester("10.0.0.1", "", "", name -> null));

    @Test
    void refusesUntilTheTimeThatWasSaid() {
        blocked.block(keys[0], limits.get(0).rate(), 500, 900);

        pass(200);
        assertThat(blocked.refusal(limits, keys)).satisfies(refusal -> {
            assertThat(refusal.waitMillis()).isEqualTo(300);
            assertThat(refusal.resetMillis()).isEqualTo(700);
            assertThat(refusal.source()).isEqualTo(Decision.Source.KNOWN);
        });
        pass(300);
        assertThat(blocked.refusal(limits, keys)).isNull();
        assertThat(blocked.size()).isZero();
    }

    @Test
    void aLimitThatAllowsSomethingElseNowIsAsked() {
        blocked.block(keys[0], limits.get(0).rate(), 500, 900);

        assertThat(blocked.refusal(limits(20), keys)).isNull();
    }

    @Test
    void aLongTimeIsBelievedForTenSeconds() {
        blocked.block(keys[0], limits.get(0).rate(), 3_600_000, 3_600_000);

        pass(9_999);
        assertThat(blocked.refusal(limits, keys)).isNotNull();
        pass(1);
        assertThat(blocked.refusal(limits, keys)).isNull();
    }

    @Test
    void keepsNoMoreThanItMay() {
        for (int i = 0; i < 60_000; i++) {
            blocked.block("key" + i, limits.get(0).rate(), 500, 900);
        }
        assertThat(blocked.size()).isEqualTo(50_000);

        pass(1_001);
        blocked.block("one more", limits.get(0).rate(), 500, 900);
        assertThat(blocked.size()).isEqualTo(1);
    }

    private void pass(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }

    private static LimitSet limits(int requests) {
        LimitConfig config = new LimitConfig(
                "ip",
                requests,
                Duration.ofMinutes(1),
                requests,
                new Counted(Counted.By.IP, ""),
                Algorithm.TOKEN_BUCKET);
        return LimitSet.of(List.of(), List.of(), List.of(config), "acme", "r");
    }
}
