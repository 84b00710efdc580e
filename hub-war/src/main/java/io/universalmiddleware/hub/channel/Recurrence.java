package io.universalmiddleware.hub.channel;

import java.util.concurrent.ThreadLocalRandom;

/** When something is due that comes again and again; at random, so that what begins together is not due together. */
final class Recurrence {
    private final long least;
    private final long most;
    private long next;

    /** Milliseconds from one time to the next: at least, at most; the first comes at the latest after the most. */
    Recurrence(long least, long most) {
        this.least = least;
        this.most = most;
    }

    /** Whether it is due, which then it is not again before its time. */
    boolean isDue(long now) {
        if (next == 0) {
            next = now + ThreadLocalRandom.current().nextLong(most + 1);
            return false;
        }
        if (now < next) {
            return false;
        }
        next = now + least + ThreadLocalRandom.current().nextLong(most - least + 1);
        return true;
    }
}
