package io.universalmiddleware.cache.near;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.universalmiddleware.cache.view.ViewValue;
import io.universalmiddleware.contracts.id.ViewRef;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The near cache holds rows in this process, bounded in bytes and briefly.
 *
 * <p>It never goes back: a row that is not newer than what the node has been told of does not get in, and what was read
 * before a {@link #flush} does not get in after it.
 */
public final class NearCache {
    private static final int OVERHEAD = 200;

    private final Cache<ViewRef, Entry> entries;
    private final AtomicLong generation = new AtomicLong();
    private final Duration ttl;
    private final Ticker ticker;

    /**
     * @param bytes bound, as estimated from the length of keys and bodies
     * @param ttl how long an entry answers; zero switches the near cache off
     */
    public NearCache(long bytes, Duration ttl, Ticker ticker) {
        this.ttl = ttl;
        this.ticker = ticker;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher(NearCache::weight)
                .expireAfter(Expiry.writing((ViewRef ref, Entry entry) -> ttl))
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** The row, if it is here. */
    public @Nullable Hit find(ViewRef ref) {
        @Nullable Entry entry = entries.getIfPresent(ref);
        if (entry == null || entry.value == null) {
            return null;
        }
        Duration held = Duration.ofNanos(ticker.read() - entry.since);
        Duration left = ttl.minus(held);
        return left.isNegative() ? null : new Hit(entry.value, entry.age.plus(held), left);
    }

    /** To be asked before a row is read elsewhere, and given to {@link #put}. */
    public long generation() {
        return generation.get();
    }

    /** @param age how old the row's copy was when it was read */
    public void put(ViewRef ref, ViewValue value, Duration age, long readIn) {
        if (ttl.isZero()) {
            return;
        }
        Entry fresh = new Entry(value.version(), value, age, ticker.read());
        entries.asMap().compute(ref, (key, known) -> {
            if (readIn != generation.get() || (known != null && known.version > fresh.version)) {
                return known;
            }
            return fresh;
        });
    }

    /** Drops the row unless it is as new as the version; older reads on their way are kept out. */
    public void drop(ViewRef ref, long version) {
        entries.asMap()
                .compute(
                        ref,
                        (key, known) -> known != null && known.version >= version
                                ? known
                                : new Entry(version, null, Duration.ZERO, ticker.read()));
    }

    /** Drops everything, and keeps out what is being read now. */
    public void flush() {
        generation.incrementAndGet();
        entries.invalidateAll();
    }

    /** Estimated bytes. */
    public long bytes() {
        entries.cleanUp();
        return entries.policy().eviction().map(e -> e.weightedSize().orElse(0)).orElse(0L);
    }

    private static int weight(ViewRef ref, Entry entry) {
        long body = entry.value == null || entry.value.body() == null
                ? 0
                : entry.value.body().length();
        return (int) Math.min(Integer.MAX_VALUE, OVERHEAD + 2L * (ref.key().length() + body));
    }

    /**
     * A row found.
     *
     * @param age how old the copy is
     * @param left how long it will answer
     */
    public record Hit(ViewValue value, Duration age, Duration left) {}

    /** A row or, without a value, the mark that only this version or a newer one may come in. */
    private record Entry(long version, @Nullable ViewValue value, Duration age, long since) {}
}
