package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.http.HeadLimits;
import java.time.Duration;

/**
 * How the edge listens and what it puts up with.
 *
 * @param host the address to bind
 * @param port 0 takes a free one
 * @param loops event loops
 * @param maxConnections further ones are closed when they come
 * @param maxBody bytes of a request's body, else 413
 * @param headTimeout from the first byte of a head to its last, else 408
 * @param bodyTimeout without a byte of a body that is due, else 408
 * @param minBodyRate bytes a second that a body must come with on average after {@code bodyTimeout}, else 408; 0 for any
 * @param keepAlive how long a connection may stay open between two requests
 * @param drain how long exchanges may go on after the listener was told to stop
 * @param trustedHops proxies in front of the edge whose forwarding headers are believed
 * @param accessLog whether each exchange is logged
 * @param mostRoutes of tenants that metrics tell apart
 * @param transportSecurity {@code Strict-Transport-Security} of the platform's own answers over TLS; empty for none
 */
public record ListenerOptions(
        String host,
        int port,
        int loops,
        int maxConnections,
        HeadLimits head,
        long maxBody,
        Duration headTimeout,
        Duration bodyTimeout,
        int minBodyRate,
        Duration keepAlive,
        Duration drain,
        int trustedHops,
        boolean accessLog,
        int mostRoutes,
        String transportSecurity) {}
