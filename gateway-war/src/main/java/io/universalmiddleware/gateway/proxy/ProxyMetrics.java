package io.universalmiddleware.gateway.proxy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the edge counts: durations by upstream and status class, bytes by upstream, what is open now.
 *
 * <p>Upstreams are few and status classes are five, so the number of series is bounded. Requests that no upstream saw are
 * counted under {@code none}.
 */
final class ProxyMetrics {
    /** The meters of one upstream. */
    private record Meters(Timer[] byClass, Counter received, Counter sent) {}

    private final MeterRegistry registry;
    private final Map<String, Meters> byUpstream = new ConcurrentHashMap<>();
    private final AtomicInteger exchanges = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();

    ProxyMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("um.edge.exchanges.open", exchanges);
        registry.gauge("um.edge.streams.open", streams);
        registry.gauge("um.edge.connections.open", connections);
    }

    /** Requests being worked on, streams not among them. */
    AtomicInteger exchanges() {
        return exchanges;
    }

    /** Event streams and tunnels. */
    AtomicInteger streams() {
        return streams;
    }

    AtomicInteger connections() {
        return connections;
    }

    void ended(String upstream, int status, long nanos, long received, long sent) {
        Meters meters = byUpstream.computeIfAbsent(upstream, this::meters);
        meters.byClass()[Math.min(5, Math.max(1, status / 100)) - 1].record(nanos, TimeUnit.NANOSECONDS);
        if (received > 0) {
            meters.received().increment(received);
        }
        if (sent > 0) {
            meters.sent().increment(sent);
        }
    }

    private Meters meters(String upstream) {
        Timer[] byClass = new Timer[5];
        for (int i = 0; i < byClass.length; i++) {
            byClass[i] = Timer.builder("um.edge.requests")
                    .description("Time from a request's head to the end of its answer.")
                    .tags("upstream", upstream, "status", (i + 1) + "xx")
                    .register(registry);
        }
        return new Meters(byClass, bytes("received", upstream), bytes("sent", upstream));
    }

    private Counter bytes(String direction, String upstream) {
        return Counter.builder("um.edge.body." + direction)
                .description("Bytes of bodies " + direction + " by the edge, to and from clients.")
                .baseUnit("bytes")
                .tag("upstream", upstream)
                .register(registry);
    }
}
