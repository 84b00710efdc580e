package io.universalmiddleware.gateway.pool;

import org.jspecify.annotations.Nullable;

/** A pool is the targets of one origin, and the choice among them. Safe from any thread; never blocks. */
public interface Pool {

    /** The origin's name, as metrics and logs know it. */
    String name();

    /**
     * Picks a target.
     *
     * <p>{@code then} is told exactly once: at once and on the calling thread, or later and on any thread if the request has
     * to wait for room.
     *
     * @param not the target that has just failed; picked only if there is no other
     */
    void pick(Visitor visitor, @Nullable Target not, Picking then);

    /** Whether one more attempt for a request is within the retry budget; if so it is taken from it. */
    boolean mayRetry();
}
