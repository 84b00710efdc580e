package io.universalmiddleware.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HistogramTest {
    private static final long HOUR_MICROS = 3_600_000_000L;

    @Property(tries = 1_000)
    void aQuantileIsWithinTheErrorOfTheDurationAtItsRank(
            @ForAll @Size(min = 1, max = 200) List<@LongRange(max = HOUR_MICROS) Long> micros,
            @ForAll @DoubleRange(min = 0, max = 1) double part) {
        Histogram histogram = of(micros);
        List<Long> sorted = micros.stream().sorted().toList();
        long exact = sorted.get((int) Math.max(1, Math.ceil(part * sorted.size())) - 1);

        assertThat(histogram.quantile(part)).isCloseTo(exact, within(exact * Histogram.ERROR));
    }

    @Property(tries = 500)
    void partsAddUpToTheWholeInAnyOrderAndThroughTheStore(
            @ForAll @Size(max = 100) List<@LongRange(max = HOUR_MICROS) Long> one,
            @ForAll @Size(max = 100) List<@LongRange(max = HOUR_MICROS) Long> other) {
        Histogram added = of(one);
        added.add(of(other));
        Histogram stored = new Histogram();
        stored.add(of(other).packed());
        stored.add(of(one).packed());

        assertThat(added.packed()).isEqualTo(stored.packed());
        assertThat(added.count()).isEqualTo(one.size() + other.size());
    }

    @Test
    void nothingAndTheUnthinkableHaveTheirPlaces() {
        Histogram histogram = new Histogram();
        assertThat(histogram.quantile(0.5)).isZero();
        assertThat(histogram.packed()).isEmpty();

        histogram.record(-5);
        histogram.record(Long.MAX_VALUE);
        histogram.add(new long[] {-1, Long.MAX_VALUE});

        assertThat(histogram.count()).isEqualTo(2);
        assertThat(histogram.quantile(0.5)).isZero();
        assertThat(histogram.quantile(1)).isGreaterThan(19.0 * HOUR_MICROS * 0.95);
    }

    private static Histogram of(List<Long> micros) {
        Histogram histogram = new Histogram();
        micros.forEach(each -> histogram.record(each * 1_000));
        return histogram;
    }
}
