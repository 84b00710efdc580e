package io.universalmiddleware.gateway.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PeakEwmaTest {
    private static final long SECOND = 1_000_000_000L;

    @Property
    void aRiseIsFollowedAtOnceAndAFallNeverOvershoots(
            @ForAll @LongRange(min = 1_000, max = SECOND) long first,
            @ForAll @LongRange(min = 1_000, max = SECOND) long second,
            @ForAll @LongRange(min = 0, max = 60 * SECOND) long later) {
        PeakEwma average = new PeakEwma(0);
        average.observe(first, 0);
        average.observe(second, later);

        double micros = average.micros(later);
        if (second >= first) {
            assertThat(micros).isCloseTo(second / 1_000.0, within(second / 1_000.0 * 1e-5));
        } else {
            assertThat(micros).isBetween(second / 1_000.0 * 0.9999, first / 1_000.0 * 1.0001);
        }
    }

    @Test
    void aPeakIsForgottenOverTenSeconds() {
        PeakEwma average = new PeakEwma(0);
        average.observe(SECOND, 0);

        assertThat(average.micros(10 * SECOND)).isCloseTo(1_000_000 / Math.E, within(1_000.0));
    }

    @Test
    void itWorksAcrossTheWrapOfItsClock() {
        long wrap = 0x7fff_ffffL * 1_000_000L;
        PeakEwma average = new PeakEwma(wrap);
        average.observe(SECOND, wrap);

        assertThat(average.micros(wrap + 10 * SECOND)).isCloseTo(1_000_000 / Math.E, within(1_000.0));
    }
}
