package io.universalmiddleware.product.edge;

import io.universalmiddleware.product.http.Caller;
import org.awaitility.Awaitility;

/**
 * Counts of limits are shared once the edge has found Redis. It looks for it from the first limited request on, and counts alone until
 * then: what was counted before does not count afterwards.
 */
final class SharedCounts {
    private SharedCounts() {}

    /** Returns once they are shared; some limited request must have been sent. */
    static void await(Caller edge) {
        Awaitility.await("counts of limits are shared")
                .until(() -> edge.get("/metrics")
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("um_edge_limit_shared"))
                        .anyMatch(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)) > 0));
    }
}
