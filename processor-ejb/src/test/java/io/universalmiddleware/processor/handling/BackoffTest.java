package io.universalmiddleware.processor.handling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private final Backoff backoff = new Backoff(5, Duration.ofMillis(100), Duration.ofSeconds(10));

    @ParameterizedTest
    @CsvSource({"1,50,100", "2,100,200", "3,200,400", "8,5000,10000", "1000000,5000,10000"})
    void doublesUpToTheLongestDelayLessUpToHalfByChance(int retry, long atLeast, long atMost) {
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.before(retry)).isBetween(Duration.ofMillis(atLeast), Duration.ofMillis(atMost));
        }
    }
}
