package io.universalmiddleware.gateway.pool;

import io.universalmiddleware.gateway.document.Section;
import java.time.Duration;

/**
 * How many requests an origin may have on one node, so that a slow one does not take what others need.
 *
 * @param inFlight being worked on, streams and tunnels not among them
 * @param queue that may wait beyond those
 * @param longest that one does (field {@code wait})
 */
public record BulkheadConfig(int inFlight, int queue, Duration longest) {
    static final BulkheadConfig DEFAULT = new BulkheadConfig(1_024, 1_024, Duration.ofSeconds(1));

    static BulkheadConfig read(Section in) {
        return new BulkheadConfig(
                in.integer("inFlight", DEFAULT.inFlight, 1, 100_000),
                in.integer("queue", DEFAULT.queue, 0, 100_000),
                in.duration("wait", DEFAULT.longest, Duration.ZERO, Duration.ofMinutes(1)));
    }
}
