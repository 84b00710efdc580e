package io.universalmiddleware.processor.handling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoreOutageTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // nanoTime may overflow
    private final StoreOutage outage = new StoreOutage(now::get);

    @Test
    void nobodyWaitsWithoutAnOutage() {
        assertThat(outage.delay()).isZero();
    }

    @Test
    void oneAtATimeTriesAndTheOthersWait() {
        outage.begins();
        assertThat(outage.delay()).isPositive().isLessThan(Duration.ofSeconds(1));

        now.addAndGet(Duration.ofMillis(500).toNanos());
        assertThat(outage.delay()).isZero();
        assertThat(outage.delay()).isPositive();
        assertThat(outage.delay()).isPositive();
    }

    @Test
    void theFirstThatGetsThroughLetsTheOthersGo() {
        outage.begins();
        outage.begins();
        outage.ends();

        assertThat(outage.delay()).isZero();
    }
}
