package io.universalmiddleware.gateway.pool;

/** How a target is chosen among those that are up. */
public enum Balance {
    /** Power of two choices: of two drawn by weight, the one with less latency (peak EWMA) times requests in flight. */
    P2C,
    /** Smooth weighted round robin. */
    ROUND_ROBIN,
    /** The fewest requests in flight for its weight. */
    LEAST_CONNECTIONS,
    /** By the hash of something in the request, with bounded loads. */
    CONSISTENT_HASH
}
