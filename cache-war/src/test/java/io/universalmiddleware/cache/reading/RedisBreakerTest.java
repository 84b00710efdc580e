package io.universalmiddleware.cache.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RedisBreakerTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    private final RedisBreaker breaker = new RedisBreaker(now::get);

    @Test
    void afterAFailureOneProbeGoesThroughAtATime() {
        assertThat(breaker.allows()).isTrue();

        breaker.failed();
        assertThat(breaker.allows()).isFalse();

        now.addAndGet(Duration.ofMillis(600).toNanos());
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).isFalse();

        breaker.succeeded();
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).isTrue();
    }
}
