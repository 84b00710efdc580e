package io.universalmiddleware.gateway.caching.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The purge log has the last purges of this node in their order, so that an answer that was on its way when it was purged does
 * not get in.
 *
 * <p>Whoever fetches an answer notes the {@link #position} before, and asks {@link #isHit} when it is there.
 */
final class PurgeLog {
    private static final int REMEMBERED = 4096;

    private final @Nullable Purge[] last = new @Nullable Purge[REMEMBERED];
    private volatile long position;
    private volatile long settled;
    private volatile long flushed;

    /** How many purges there have been. */
    long position() {
        return position;
    }

    /** How many of them every tag has been told of. */
    long settled() {
        return settled;
    }

    /** Every tag has been told of all. */
    void settle() {
        settled = position;
    }

    /** Notes a purge; its number. */
    synchronized long add(Purge purge) {
        last[(int) (position % REMEMBERED)] = purge;
        return ++position;
    }

    /** Everything that is on its way is hit. */
    synchronized void flush() {
        flushed = ++position;
    }

    /** Whether an answer that has been on its way since the position was purged, in whatever way, or may have been. */
    boolean isHit(long since, String tenant, String path, List<String> tags) {
        if (position == since) {
            return false;
        }
        return isAmong(since, tenant, path, tags);
    }

    private synchronized boolean isAmong(long since, String tenant, String path, List<String> tags) {
        if (flushed > since || position - since >= REMEMBERED) {
            return true;
        }
        for (long i = since; i < position; i++) {
            Purge purge = last[(int) (i % REMEMBERED)];
            if (purge != null && purge.matches(tenant, path, tags)) {
                return true;
            }
        }
        return false;
    }
}
