package io.universalmiddleware.cache.reading;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The Redis breaker keeps reads from waiting for a Redis that did not answer: one probe at a time, after a pause. */
final class RedisBreaker {
    private static final long CLOSED = 0;
    private static final long PAUSE = Duration.ofMillis(500).toNanos();

    private final AtomicLong probeAt = new AtomicLong(CLOSED);
    private final Ticker ticker;

    RedisBreaker(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Whether the caller should ask Redis. */
    boolean allows() {
        long at = probeAt.get();
        if (at == CLOSED) {
            return true;
        }
        long now = ticker.read();
        return now - at >= 0 && probeAt.compareAndSet(at, after(now));
    }

    void succeeded() {
        probeAt.set(CLOSED);
    }

    void failed() {
        probeAt.set(after(ticker.read()));
    }

    private static long after(long now) {
        long at = now + PAUSE;
        return at == CLOSED ? 1 : at;
    }
}
