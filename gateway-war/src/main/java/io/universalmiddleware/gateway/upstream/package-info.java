/**
 * Connections to upstreams: what a call to one is, and the edge's own client for the plainest and most frequent of them.
 *
 * <p>{@code PlainClient} speaks HTTP/1.1 without TLS to addresses that are known, and sends requests that have no body; all else goes by Vert.x's
 * client. Both are an {@code UpstreamCall} and give an {@code UpstreamAnswer}, so that what is above them (attempts, timeouts, filters,
 * bodies) does not know which of the two it has.
 *
 * <p>A call, its connection and the pool of that connection live on the event loop that serves the request. A connection is used again only if
 * its answer ended where it said, nothing came behind it, and the upstream keeps it; one byte that nobody asked for ends it.
 */
@NullMarked
package io.universalmiddleware.gateway.upstream;

import org.jspecify.annotations.NullMarked;
