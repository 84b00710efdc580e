package io.universalmiddleware.gateway.caching.store;

/** When a tag was last purged on this node, as positions in the {@link PurgeLog}. One object for all answers that have the tag. */
final class TagState {
    private volatile long hard;
    private volatile long soft;

    void purged(long position, boolean softly) {
        if (softly) {
            soft = position;
        } else {
            hard = position;
        }
    }

    long hard() {
        return hard;
    }

    long soft() {
        return soft;
    }
}
