package io.universalmiddleware.gateway.access;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often and when last each API key was used on this node, until somebody takes the counts away to write them down.
 *
 * <p>What is counted while counts are taken away is in these or in the next ones, never in both. A node that dies loses what it
 * has not yet given. Safe for use by several threads.
 */
public final class KeyUsage {

    /**
     * The use of a key since the counts were taken last.
     *
     * @param last when it was used last, right to a second or so
     */
    public record Use(long count, Instant last) {}

    private static final class Counting {
        private final LongAdder count = new LongAdder();
        private volatile long last;
    }

    private final Map<String, Counting> byId = new ConcurrentHashMap<>();
    private final Clock clock;

    public KeyUsage(Clock clock) {
        this.clock = clock;
    }

    void used(String id) {
        Counting counting = of(id);
        counting.count.increment();
        counting.last = clock.millis();
    }

    /** Counts uses that were taken away and could not be written down. */
    public void giveBack(String id, Use use) {
        Counting counting = of(id);
        counting.count.add(use.count());
        counting.last = Math.max(counting.last, use.last().toEpochMilli());
    }

    private Counting of(String id) {
        Counting counting = byId.get(id);
        return counting == null ? byId.computeIfAbsent(id, first -> new Counting()) : counting;
    }

    /** Takes the counts since it was called last, by the keys' ids; those that were used. */
    public Map<String, Use> drain() {
        Map<String, Use> uses = new HashMap<>();
        byId.forEach((id, counting) -> {
            long count = counting.count.sumThenReset();
            if (count > 0) {
                uses.put(id, new Use(count, Instant.ofEpochMilli(counting.last)));
            }
        });
        return uses;
    }
}
