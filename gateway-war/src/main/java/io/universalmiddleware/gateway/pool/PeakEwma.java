package io.universalmiddleware.gateway.pool;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * A peak-sensitive moving average of latency: it follows a rise at once, and a fall slowly.
 *
 * <p>The average fades by e^(−Δt/τ), τ = 10 s. An observation above what is left becomes the average; one below moves it by
 * 1 − e^(−Δt/τ). The average and its
 * time are one word (microseconds as a float, milliseconds that wrap), so that neither reading nor observing takes a lock.
 */
final class PeakEwma {
    private static final double TAU_MILLIS = 10_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final float PENALTY = 4;
    private static final float LEAST_PENALTY_MICROS = 5_000;
    private static final float MOST_PENALTY_MICROS = 10_000_000;

    private static final AtomicLongFieldUpdater<PeakEwma> WORD =
            AtomicLongFieldUpdater.newUpdater(PeakEwma.class, "word");

    private volatile long word;

    PeakEwma(long nowNanos) {
        word = pack(0, nowNanos);
    }

    void observe(long latencyNanos, long nowNanos) {
        float seen = Math.max(1, latencyNanos / 1_000f);
        long before;
        long after;
        do {
            before = word;
            double kept = Math.exp(-age(before, nowNanos) / TAU_MILLIS);
            double faded = average(before) * kept;
            after = pack(seen >= faded ? seen : (float) (faded + seen * (1 - kept)), nowNanos);
        } while (!WORD.compareAndSet(this, before, after));
    }

    /**
     * A failure, which says nothing of latency: it counts as four times the average, at least 5 ms and at most 10 s. So one alone is
     * forgotten in seconds, and who goes on failing, however fast, is soon the last to be chosen.
     */
    void penalize(long nowNanos) {
        float worse = (float) micros(nowNanos) * PENALTY;
        float micros = Math.min(MOST_PENALTY_MICROS, Math.max(LEAST_PENALTY_MICROS, worse));
        observe((long) (micros * 1_000), nowNanos);
    }

    /** Forgets everything. */
    void reset(long nowNanos) {
        word = pack(0, nowNanos);
    }

    /**
     * The average in microseconds, 0 if nothing was observed. It fades while nothing is, so that a target once slow is tried
     * again.
     */
    double micros(long nowNanos) {
        long now = word;
        double age = age(now, nowNanos);
        return age < 1 ? average(now) : average(now) * Math.exp(-age / TAU_MILLIS);
    }

    private static long pack(float average, long nowNanos) {
        return (long) Float.floatToRawIntBits(average) << 32 | nowNanos / NANOS_PER_MILLI & 0xffff_ffffL;
    }

    private static float average(long word) {
        return Float.intBitsToFloat((int) (word >>> 32));
    }

    /** Milliseconds, right within 24 days. */
    private static double age(long word, long nowNanos) {
        return Math.max(0, (int) (nowNanos / NANOS_PER_MILLI) - (int) word);
    }
}
