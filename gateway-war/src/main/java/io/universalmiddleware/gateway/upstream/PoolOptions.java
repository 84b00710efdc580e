package io.universalmiddleware.gateway.upstream;

import java.time.Duration;

/**
 * How connections to upstreams are made and kept.
 *
 * @param size connections to one upstream from one event loop
 * @param queue requests of one event loop that may wait for a connection, else 503
 * @param connectTimeout else 503
 * @param keepAlive how long an idle connection is kept; shorter than the upstream keeps it
 */
public record PoolOptions(int size, int queue, Duration connectTimeout, Duration keepAlive) {}
