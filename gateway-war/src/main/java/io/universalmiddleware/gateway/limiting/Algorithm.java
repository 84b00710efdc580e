package io.universalmiddleware.gateway.limiting;

/** How a limit counts. */
public enum Algorithm {
    /**
     * A bucket that empties at the rate of the limit; a request that would overflow it is refused. In any span of time t at
     * most {@code burst + t × requests / per} requests pass.
     */
    TOKEN_BUCKET,
    /**
     * The requests of the current window of the clock, and of the one before it by the part that a window ending now still
     * covers. In each window of the clock at most {@code requests} pass; in any other span of that length fewer than twice as many,
     * and exactly {@code requests} at most if those of the window before came evenly.
     */
    SLIDING_WINDOW
}
