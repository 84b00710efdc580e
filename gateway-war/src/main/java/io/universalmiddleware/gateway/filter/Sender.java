package io.universalmiddleware.gateway.filter;

import io.universalmiddleware.contracts.trace.TraceContext;

/**
 * The sender of a request, and the marks under which logs know the request.
 *
 * @param scheme {@code http} or {@code https}, over which the client asks
 * @param host for whom it is, lower case, with its port if the client gave one
 * @param forwardedHost as which a proxy that is believed knows the host; else the same. The origin is told it
 * @param address of the client, behind the proxies that are believed
 * @param trace the edge's own span
 */
public record Sender(
        String scheme, String host, String forwardedHost, String address, String requestId, TraceContext trace) {}
