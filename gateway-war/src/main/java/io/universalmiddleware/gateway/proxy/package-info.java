/**
 * The data plane on Vert.x and Netty: listener, streaming proxy, tunnels.
 *
 * <p>Each connection lives on one event loop, together with the upstream connections that serve it; nothing here blocks
 * and nothing is shared between loops but counters. What HTTP is taken and where it goes is decided by the plain rules of
 * {@code gateway.http} and {@code gateway.routing}.
 */
@NullMarked
package io.universalmiddleware.gateway.proxy;

import org.jspecify.annotations.NullMarked;
