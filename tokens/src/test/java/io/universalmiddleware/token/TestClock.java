package io.universalmiddleware.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The real clock, put forward at will, or brought to a stand so that nothing but the test puts it forward. */
public final class TestClock extends Clock {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final AtomicReference<@Nullable Instant> standing = new AtomicReference<>();

    public void advance(Duration by) {
        ahead.updateAndGet(by::plus);
    }

    public void stand() {
        standing.compareAndSet(null, Instant.now());
    }

    @Override
    public Instant instant() {
        Instant stood = standing.get();
        return (stood == null ? Instant.now() : stood).plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock has one zone");
    }
}
