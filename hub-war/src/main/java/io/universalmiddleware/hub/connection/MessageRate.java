package io.universalmiddleware.hub.connection;

/** A token bucket over one connection's commands. */
final class MessageRate {
    private final double perMilli;
    private final int burst;
    private double tokens;
    private long last;
    private int refused;

    /**
     * @param perSecond commands that may come on average
     * @param burst commands that may come at once
     */
    MessageRate(int perSecond, int burst, long now) {
        this.perMilli = perSecond / 1000.0;
        this.burst = burst;
        this.tokens = burst;
        this.last = now;
    }

    /** Whether one more command may come now. */
    boolean allows(long now) {
        tokens = Math.min(burst, tokens + Math.max(0, now - last) * perMilli);
        last = now;
        if (tokens >= 1) {
            tokens--;
            refused = 0;
            return true;
        }
        refused++;
        return false;
    }

    /** Whether the client went on and on although it was refused. */
    boolean isFlood() {
        return refused > burst;
    }
}
