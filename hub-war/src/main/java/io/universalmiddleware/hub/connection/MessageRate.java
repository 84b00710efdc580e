package io.universalmiddleware.hub.connection;

/**
 * The message rate says how many commands one connection may send, and how long it may go on asking for more.
 *
 * <p>Patience with it is a bucket of the same size: who sends up to twice of what is allowed is refused the half of it forever, who
 * sends more is a flood before long.
 */
final class MessageRate {
    private final TokenBucket allowed;
    private final TokenBucket patience;
    private boolean flood;

    /**
     * @param perSecond commands that may come on average
     * @param burst commands that may come at once
     */
    MessageRate(int perSecond, int burst, long now) {
        allowed = new TokenBucket(perSecond, burst, now);
        patience = new TokenBucket(perSecond, burst, now);
    }

    /** Whether one more command may come now. */
    boolean allows(long now) {
        if (allowed.take(now)) {
            return true;
        }
        flood |= !patience.take(now);
        return false;
    }

    /** Whether the client went on and on although it was refused. */
    boolean isFlood() {
        return flood;
    }
}
