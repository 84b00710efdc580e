package io.universalmiddleware.bench.edge;

/** A part of what the suite measures, which can be asked for alone. */
public enum Part {
    /** Bodies of 200 bytes and 10 KiB passed on, with nothing else to do and with key, limit and metrics. */
    PROXY,
    /** What the edge adds to the latency at half of its load. */
    LATENCY,
    /** Answers out of the near cache. */
    NEAR,
    /** A body of gigabytes. */
    LARGE,
    /** Rows of views. */
    VIEWS,
    /** Ten thousand routes of a thousand tenants. */
    ROUTES
}
