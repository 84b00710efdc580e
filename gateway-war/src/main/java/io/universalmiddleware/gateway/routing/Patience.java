package io.universalmiddleware.gateway.routing;

import java.time.Duration;

/**
 * Patience is how long the edge waits in an exchange. Zero means without bound.
 *
 * @param connect for a connection to one target
 * @param firstByte from the end of the request to the head of the response, of one attempt
 * @param idle without a byte in either direction
 * @param total from the head of the request to the end of the response, all attempts together
 */
public record Patience(Duration connect, Duration firstByte, Duration idle, Duration total) {

    /** To connect takes as long as the listener's own clients allow. */
    public Patience(Duration firstByte, Duration idle, Duration total) {
        this(Duration.ZERO, firstByte, idle, total);
    }
}
