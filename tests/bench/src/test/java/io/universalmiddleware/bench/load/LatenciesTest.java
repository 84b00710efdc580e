package io.universalmiddleware.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void percentilesAreTheNearestRank() {
        Latencies latencies = new Latencies();
        for (int i = 10_000; i > 0; i--) {
            latencies.add(i * 1_000_000L);
        }

        assertThat(latencies.count()).isEqualTo(10_000);
        assertThat(latencies.millis(0.5)).isEqualTo(5_000);
        assertThat(latencies.millis(0.99)).isEqualTo(9_900);
        assertThat(latencies.millis(1)).isEqualTo(10_000);
    }

    @Test
    void nothingSeenIsZero() {
        assertThat(new Latencies().millis(0.99)).isZero();
    }
}
