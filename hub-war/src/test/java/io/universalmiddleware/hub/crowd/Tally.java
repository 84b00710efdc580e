package io.universalmiddleware.hub.crowd;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** What a crowd has seen, counted and timed. */
public final class Tally {
    private static final int MICROS_PER_BUCKET = 50;
    private static final int BUCKETS = 200_000;

    private final AtomicLongArray delays = new AtomicLongArray(BUCKETS);
    final LongAdder handshakes = new LongAdder();
    final LongAdder refusedHandshakes = new LongAdder();
    final LongAdder subscribed = new LongAdder();
    final LongAdder publications = new LongAdder();
    final LongAdder recoveries = new LongAdder();
    final LongAdder toldOfGaps = new LongAdder();
    final LongAdder silentGaps = new LongAdder();
    final LongAdder repeated = new LongAdder();
    final LongAdder closings = new LongAdder();

    /** WebSockets opened, over all attempts. */
    public long handshakes() {
        return handshakes.sum();
    }

    /** Attempts that were answered with an HTTP status. */
    public long refusedHandshakes() {
        return refusedHandshakes.sum();
    }

    /** Subscriptions answered, first and later ones. */
    public long subscribed() {
        return subscribed.sum();
    }

    /** Publications pushed or recovered. */
    public long publications() {
        return publications.sum();
    }

    /** Subscriptions that continued and were recovered. */
    public long recoveries() {
        return recoveries.sum();
    }

    /** Subscriptions that continued and were told that something is missing, or had to start over. */
    public long toldOfGaps() {
        return toldOfGaps.sum();
    }

    /** Publications that never came and of which nobody told: must be 0. */
    public long silentGaps() {
        return silentGaps.sum();
    }

    /** Publications that came again: must be 0. */
    public long repeated() {
        return repeated.sum();
    }

    /** Connections that ended, for whatever reason. */
    public long closings() {
        return closings.sum();
    }

    /** @param micros from the publisher's clock ({@code "t"} in the data, microseconds of the epoch) to this client's */
    void delay(long micros) {
        delays.incrementAndGet((int) Math.max(0, Math.min(BUCKETS - 1, micros / MICROS_PER_BUCKET)));
    }

    /** The delay in milliseconds that so many percent stayed under; 0 if none was timed. */
    public double delayMillis(double percent) {
        long all = 0;
        for (int i = 0; i < BUCKETS; i++) {
            all += delays.get(i);
        }
        long wanted = (long) Math.ceil(all * percent / 100);
        long seen = 0;
        for (int i = 0; i < BUCKETS && all > 0; i++) {
            seen += delays.get(i);
            if (seen >= wanted) {
                return (i + 1) * MICROS_PER_BUCKET / 1_000.0;
            }
        }
        return 0;
    }

    /** Forgets the delays so far, for instance those of warming up. */
    public void forgetDelays() {
        for (int i = 0; i < BUCKETS; i++) {
            delays.set(i, 0);
        }
    }
}
