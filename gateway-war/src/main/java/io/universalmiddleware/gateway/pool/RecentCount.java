package io.universalmiddleware.gateway.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * A count of what happened in the last seconds, forgotten second by second.
 *
 * <p>Each second has a word of its own: which second it is about, and how often. Takes no lock. Up to 2^31 a second.
 */
final class RecentCount {
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private static final long NANOS = 1_000_000_000;

    private final long[] words;

    /** @param seconds 1 to 60 */
    RecentCount(int seconds) {
        words = new long[seconds];
        Arrays.fill(words, Long.MIN_VALUE);
    }

    void add(long nowNanos) {
        long second = Math.floorDiv(nowNanos, NANOS);
        int slot = (int) Math.floorMod(second, (long) words.length);
        long stamp = second << 32;
        long before;
        long after;
        do {
            before = (long) WORD.getVolatile(words, slot);
            after = before >> 32 == stamp >> 32 ? before + 1 : stamp + 1;
        } while (!WORD.compareAndSet(words, slot, before, after));
    }

    long sum(long nowNanos) {
        long second = Math.floorDiv(nowNanos, NANOS);
        long sum = 0;
        for (int i = 0; i < words.length; i++) {
            long word = (long) WORD.getVolatile(words, i);
            long age = (int) second - (int) (word >> 32);
            if (word != Long.MIN_VALUE && age >= 0 && age < words.length) {
                sum += word & 0xffff_ffffL;
            }
        }
        return sum;
    }

    void clear() {
        for (int i = 0; i < words.length; i++) {
            WORD.setVolatile(words, i, Long.MIN_VALUE);
        }
    }
}
