package io.universalmiddleware.bench.load;

import java.util.Arrays;

/** Latencies that were seen, all of them kept. For one thread. */
public final class Latencies {
    private static final int FIRST = 4096;

    private long[] nanos = new long[FIRST];
    private int count;

    public void add(long latencyNanos) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = latencyNanos;
    }

    public int count() {
        return count;
    }

    /**
     * The latency that the given share of all did not exceed, in milliseconds (nearest rank); 0 if there are none.
     *
     * @param share above 0, up to 1
     */
    public double millis(double share) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * count) - 1)] / 1e6;
    }
}
