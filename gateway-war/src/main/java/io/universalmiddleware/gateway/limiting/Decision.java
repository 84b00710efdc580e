package io.universalmiddleware.gateway.limiting;

/**
 * What the limits say of a request.
 *
 * @param limit the one that refused it, and else the one with the least left
 * @param remaining how many more that limit lets pass now
 * @param resetMillis until nothing counts against it any more, if no request comes
 * @param waitMillis until a request would pass; 0 if this one does
 * @param source who decided
 */
record Decision(Limit limit, long remaining, long resetMillis, long waitMillis, Source source) {

    /** Who decides. */
    enum Source {
        REDIS,
        /** This node, out of what Redis has counted in advance. */
        LENT,
        /** This node by itself, within its share. */
        SHARE,
        /** This node, since Redis has said until when nothing passes. */
        KNOWN
    }

    boolean passes() {
        return waitMillis == 0;
    }
}
