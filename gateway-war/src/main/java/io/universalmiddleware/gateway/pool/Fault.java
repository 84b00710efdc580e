package io.universalmiddleware.gateway.pool;

/** Why an attempt failed. */
public enum Fault {
    /** No connection could be had: nothing was sent. */
    CONNECT,
    /** No answer came in time. */
    TIMEOUT,
    /** The connection ended before the answer did. */
    RESET,
    /** What came is not valid HTTP. */
    INVALID
}
