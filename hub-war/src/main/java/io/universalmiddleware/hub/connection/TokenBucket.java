package io.universalmiddleware.hub.connection;

/** A token bucket lets so many pass on average, and more at once as long as it is full. Not for several threads. */
final class TokenBucket {
    private static final double MILLIS = 1_000;

    private final double perMilli;
    private final int size;
    private double tokens;
    private long last;

    /**
     * @param perSecond that may pass on average
     * @param size that may pass at once
     * @param now milliseconds; it begins full
     */
    TokenBucket(int perSecond, int size, long now) {
        this.perMilli = perSecond / MILLIS;
        this.size = size;
        this.tokens = size;
        this.last = now;
    }

    /** Whether one more may pass now. A clock that goes back gives nothing. */
    boolean take(long now) {
        refill(now);
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** Whether nothing passed for so long that it is as good as new. */
    boolean isFull(long now) {
        refill(now);
        return tokens >= size;
    }

    private void refill(long now) {
        tokens = Math.min(size, tokens + Math.max(0, now - last) * perMilli);
        last = now;
    }
}
