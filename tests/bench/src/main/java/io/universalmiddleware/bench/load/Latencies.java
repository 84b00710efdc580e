package io.universalmiddleware.bench.load;

import io.universalmiddleware.bench.Figure;
import java.util.Arrays;
import java.util.List;

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

    /** The median of what rounds' latencies did not exceed, see {@link #millis}. */
    public static double median(List<Latencies> rounds, double share) {
        return Figure.median(rounds.stream().map(round -> round.millis(share)).toList());
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
