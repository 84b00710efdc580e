package io.universalmiddleware.gateway.routing;

import java.time.Duration;

/**
 * Patience is how long the edge waits in an exchange. Zero means without bound.
 *
 * @param firstByte from the end of the request to the head of the response
 * @param idle without a byte in either direction
 * @param total from the head of the request to the end of the response
 */
public record Patience(Duration firstByte, Duration idle, Duration total) {}
