package io.universalmiddleware.hub.connection;

import java.time.Duration;

/** When to ping a client, and when it took too long to answer. */
final class Heartbeat {
    private final long every;
    private final long within;
    private long nextPing = Long.MAX_VALUE;
    private long answerBy = Long.MAX_VALUE;

    Heartbeat(Duration every, Duration within) {
        this.every = every.toMillis();
        this.within = within.toMillis();
    }

    /** Starts counting. Times are in milliseconds. */
    void begin(long now) {
        nextPing = now + every;
    }

    /** Whether to ping now; if so, an answer is expected from now on. */
    boolean isDue(long now) {
        if (now < nextPing) {
            return false;
        }
        nextPing = now + every;
        answerBy = Math.min(answerBy, now + within);
        return true;
    }

    void answered() {
        answerBy = Long.MAX_VALUE;
    }

    boolean isLate(long now) {
        return now > answerBy;
    }
}
