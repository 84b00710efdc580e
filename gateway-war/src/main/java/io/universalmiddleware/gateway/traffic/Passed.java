package io.universalmiddleware.gateway.traffic;

import io.universalmiddleware.gateway.filter.Caller;

/** A request of a tenant's client that has ended. Whoever records it asks for what is needed, and keeps nothing of it. */
public interface Passed {

    /** The very object that stands for its route, or its tenant if no route took it. */
    Measured owner();

    RouteLog log();

    /** The name of the origin that was asked; empty if none was. */
    String origin();

    int status();

    /** From its head to the end of its answer; of what became a stream, to the beginning of that. */
    long nanos();

    /** Bytes of the body from the client. */
    long received();

    /** Bytes of the body to the client. */
    long sent();

    Caller caller();

    /** The client's address. */
    String client();

    /** What the log says of it. @param endedAt in milliseconds since 1970 */
    LogEntry entry(long endedAt);
}
