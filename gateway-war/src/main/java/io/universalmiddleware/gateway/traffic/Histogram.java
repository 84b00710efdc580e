package io.universalmiddleware.gateway.traffic;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A histogram of durations in fixed bins, so that those of many nodes, routes and minutes add up to that of all of them.
 *
 * <p>Sixteen bins for each power of two of microseconds: what a quantile tells is within {@value #ERROR} of the duration at that
 * rank. Durations of 19 hours and more share the last bin. Not safe for several threads.
 */
public final class Histogram {
    /** The relative error of a quantile, at most. */
    public static final double ERROR = 1.0 / 32;

    private static final int SHIFT = 4;
    private static final int WIDTH = 1 << SHIFT;
    private static final int OCTAVES = 33;
    private static final long LONGEST = (1L << (OCTAVES + SHIFT - 1)) - 1;
    private static final int COUNT_BITS = 44;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private static final int MOST_FEW = 16;

    /** As {@link #packed}, in no order, while the bins are few: most histograms are of a route and a second. */
    private long[] few = new long[2];

    private int filled;
    /** The bins once they are more. */
    private long @Nullable [] @Nullable [] octaves;

    private long count;

    /** Counts a duration. */
    public void record(long nanos) {
        add(bin(nanos / 1_000), 1);
    }

    /** Counts everything that the other has counted. */
    public void add(Histogram other) {
        long @Nullable [] @Nullable [] theirs = other.octaves;
        if (theirs == null) {
            for (int i = 0; i < other.filled; i++) {
                add((int) (other.few[i] >>> COUNT_BITS), other.few[i] & COUNT_MASK);
            }
            return;
        }
        for (int octave = 0; octave < OCTAVES; octave++) {
            long @Nullable [] bins = theirs[octave];
            for (int i = 0; bins != null && i < WIDTH; i++) {
                add(octave * WIDTH + i, bins[i]);
            }
        }
    }

    /** Counts what {@link #packed} told; what is no bin of this histogram is left out. */
    public void add(long[] packed) {
        for (long bin : packed) {
            int index = (int) (bin >>> COUNT_BITS);
            if (index < OCTAVES * WIDTH) {
                add(index, bin & COUNT_MASK);
            }
        }
    }

    /** How many durations were counted. */
    public long count() {
        return count;
    }

    /** The bins that are not empty, in order: the number of the bin times 2^44, plus its count. */
    public long[] packed() {
        if (octaves == null) {
            long[] packed = Arrays.copyOf(few, filled);
            Arrays.sort(packed);
            return packed;
        }
        long[] packed = new long[OCTAVES * WIDTH];
        int next = 0;
        for (int octave = 0; octave < OCTAVES; octave++) {
            long @Nullable [] bins = octaves[octave];
            for (int i = 0; bins != null && i < WIDTH; i++) {
                if (bins[i] > 0) {
                    packed[next++] = (long) (octave * WIDTH + i) << COUNT_BITS | Math.min(bins[i], COUNT_MASK);
                }
            }
        }
        return Arrays.copyOf(packed, next);
    }

    /**
     * The duration in microseconds that so large a part of all do not exceed; 0 if there are none.
     *
     * @param part from 0 to 1
     */
    public double quantile(double part) {
        long rank = Math.max(1, (long) Math.ceil(part * count));
        long passed = 0;
        for (long bin : packed()) {
            passed += bin & COUNT_MASK;
            if (passed >= rank) {
                return middle((int) (bin >>> COUNT_BITS));
            }
        }
        return 0;
    }

    private void add(int bin, long many) {
        if (many <= 0) {
            return;
        }
        count += many;
        if (octaves == null && !addToFew(bin, many)) {
            octaves = spread();
        }
        if (octaves != null) {
            addTo(octaves, bin, many);
        }
    }

    /** Whether there was room for it. */
    private boolean addToFew(int bin, long many) {
        for (int i = 0; i < filled; i++) {
            if (few[i] >>> COUNT_BITS == bin) {
                boolean fits = many <= COUNT_MASK - (few[i] & COUNT_MASK);
                few[i] += fits ? many : 0;
                return fits;
            }
        }
        if (filled == MOST_FEW || many > COUNT_MASK) {
            return false;
        }
        if (filled == few.length) {
            few = Arrays.copyOf(few, 2 * filled);
        }
        few[filled++] = (long) bin << COUNT_BITS | many;
        return true;
    }

    private long[] @Nullable [] spread() {
        long[] @Nullable [] all = new long[OCTAVES][];
        for (int i = 0; i < filled; i++) {
            addTo(all, (int) (few[i] >>> COUNT_BITS), few[i] & COUNT_MASK);
        }
        few = new long[0];
        filled = 0;
        return all;
    }

    private static void addTo(long[] @Nullable [] octaves, int bin, long many) {
        long @Nullable [] bins = octaves[bin >> SHIFT];
        if (bins == null) {
            bins = new long[WIDTH];
            octaves[bin >> SHIFT] = bins;
        }
        bins[bin & (WIDTH - 1)] += many;
    }

    private static int bin(long micros) {
        long value = Math.min(Math.max(0, micros), LONGEST);
        int exponent = 63 - Long.numberOfLeadingZeros(value | 1);
        int scale = Math.max(0, exponent - SHIFT);
        int octave = exponent < SHIFT ? 0 : scale + 1;
        return octave * WIDTH + (int) (value >>> scale & WIDTH - 1);
    }

    private static double middle(int bin) {
        int octave = bin >> SHIFT;
        int within = bin & WIDTH - 1;
        if (octave == 0) {
            return within;
        }
        int scale = octave - 1;
        return (double) ((long) (WIDTH + within) << scale) + ((1L << scale) - 1) / 2.0;
    }
}
