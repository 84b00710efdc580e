package io.universalmiddleware.gateway.caching.store;

import java.util.concurrent.atomic.LongAdder;

/** The owner of near entries is a route: what it holds here is counted. */
public final class Owner {
    private final LongAdder entries = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder evictions = new LongAdder();

    void came(int weight) {
        entries.increment();
        bytes.add(weight);
    }

    void went(int weight, boolean evicted) {
        entries.decrement();
        bytes.add(-weight);
        if (evicted) {
            evictions.increment();
        }
    }

    /** Entries in the near cache now. */
    public long entries() {
        return entries.sum();
    }

    /** Their estimated bytes. */
    public long bytes() {
        return bytes.sum();
    }

    /** Entries that had to go for others, since the start. */
    public long evictions() {
        return evictions.sum();
    }
}
