package io.universalmiddleware.gateway.limiting;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What Redis has said cannot pass before a time, so that it need not be asked again until then.
 *
 * <p>Believed for 10 s at most: after that Redis is asked once more, since a count may have been lost there. A limit that allows
 * something else since is not blocked. Keeps up to 50,000 keys; what is beyond is asked for. Safe for use by several threads.
 */
final class Blocked {
    private static final long LONGEST = 10_000_000_000L;
    private static final int MOST = 50_000;

    private record Until(long nanos, long resetNanos, Rate rate) {}

    private final ConcurrentMap<String, Until> blocked = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private volatile long purged;

    /** @param nanos a clock that never goes back */
    Blocked(LongSupplier nanos) {
        this.nanos = nanos;
        purged = nanos.getAsLong();
    }

    /** Keeps that nothing passes at this key for a while. */
    void block(String key, Rate rate, long waitMillis, long resetMillis) {
        long now = nanos.getAsLong();
        if (blocked.size() >= MOST) {
            purge(now);
        }
        if (blocked.size() < MOST) {
            long until = now + Math.min(waitMillis * 1_000_000, LONGEST);
            blocked.put(key, new Until(until, now + resetMillis * 1_000_000, rate));
        }
    }

    /** The refusal, if one of the limits is known to let nothing pass now. */
    @Nullable
    Decision refusal(LimitSet limits, String[] keys) {
        if (blocked.isEmpty()) {
            return null;
        }
        long now = nanos.getAsLong();
        for (int i = 0; i < keys.length; i++) {
            @Nullable Until until = blocked.get(keys[i]);
            if (until != null) {
                if (until.nanos() - now > 0 && until.rate().equals(limits.get(i).rate())) {
                    return new Decision(
                            limits.get(i),
                            0,
                            millis(until.resetNanos() - now),
                            millis(until.nanos() - now),
                            Decision.Source.KNOWN);
                }
                blocked.remove(keys[i], until);
            }
        }
        return null;
    }

    int size() {
        return blocked.size();
    }

    private void purge(long now) {
        if (now - purged > 1_000_000_000L) {
            purged = now;
            blocked.values().removeIf(until -> until.nanos() - now <= 0);
        }
    }

    private static long millis(long nanos) {
        return Math.max(1, (nanos + 999_999) / 1_000_000);
    }
}
