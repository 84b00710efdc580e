package io.universalmiddleware.persistence.analytics;

import java.util.TreeMap;

/** Histograms as the database keeps them: of each bin that is not empty, its number times 2^44, plus its count. */
final class PackedBins {
    private static final int COUNT_BITS = 44;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private PackedBins() {}

    /** What both have counted, as the database's own {@code histogram_add}. */
    static long[] sum(long[] one, long[] other) {
        TreeMap<Long, Long> counts = new TreeMap<>();
        for (long bin : one) {
            counts.merge(bin >>> COUNT_BITS, bin & COUNT_MASK, Long::sum);
        }
        for (long bin : other) {
            counts.merge(bin >>> COUNT_BITS, bin & COUNT_MASK, Long::sum);
        }
        return counts.entrySet().stream()
                .mapToLong(bin -> bin.getKey() << COUNT_BITS | bin.getValue())
                .toArray();
    }
}
