package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.routing.Upstream;
import java.util.HashMap;
import java.util.Map;

/** The pools of the platform's own processes, as one event loop uses them. */
final class UpstreamPools {
    private final Map<Upstream, UpstreamPool> pools = new HashMap<>();

    UpstreamPool of(Upstream upstream) {
        return pools.computeIfAbsent(upstream, UpstreamPool::new);
    }
}
