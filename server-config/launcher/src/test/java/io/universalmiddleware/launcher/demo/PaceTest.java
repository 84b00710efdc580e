package io.universalmiddleware.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void letsNoMoreBeginThanItsRate() {
        long begin = System.nanoTime();
        Pace pace = new Pace(100);

        for (int i = 0; i < 21; i++) {
            pace.await();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(190));
    }
}
