package io.universalmiddleware.gateway.proxy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.universalmiddleware.gateway.tls.CertificateFiles;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What the edge counts: durations by upstream and status class, bytes by upstream, what is open now.
 *
 * <p>Upstreams are few and status classes are five, so the number of series is bounded. Requests that no upstream saw are
 * counted under {@code none}.
 */
final class ProxyMetrics {
    /** The meters of one upstream. */
    private record Meters(AtomicReferenceArray<Timer> byClass, Counter received, Counter sent) {}

    private final MeterRegistry registry;
    private final Map<String, Meters> byUpstream = new ConcurrentHashMap<>();
    private final RouteMeters routes;
    private final AtomicInteger exchanges = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final Counter secured;
    private final Counter unsecured;

    /** @param mostRoutes of tenants that are told apart */
    ProxyMetrics(MeterRegistry registry, int mostRoutes) {
        this.registry = registry;
        routes = new RouteMeters(registry, mostRoutes);
        registry.gauge("um.edge.exchanges.open", exchanges);
        registry.gauge("um.edge.streams.open", streams);
        registry.gauge("um.edge.connections.open", connections);
        secured = handshakes("succeeded");
        unsecured = handshakes("failed");
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

    /** Counts TLS handshakes of clients. */
    Counter handshakes(boolean succeeded) {
        return succeeded ? secured : unsecured;
    }

    /** Shows in how many seconds the first of the certificates in force expires. */
    void certificates(CertificateFiles files, Clock clock) {
        Gauge.builder(
                        "um.edge.tls.certificates.expiry",
                        files,
                        in -> Duration.between(clock.instant(), in.current().firstExpiry())
                                .toSeconds())
                .description("Time until the first of the listener's certificates expires.")
                .baseUnit("seconds")
                .register(registry);
    }

    void ended(String upstream, int status, long nanos, long received, long sent) {
        Meters meters = byUpstream.computeIfAbsent(upstream, this::meters);
        timer(meters, upstream, Math.min(5, Math.max(1, status / 100))).record(nanos, TimeUnit.NANOSECONDS);
        if (received > 0) {
            meters.received().increment((double) received);
        }
        if (sent > 0) {
            meters.sent().increment((double) sent);
        }
    }

    /**
     * Counts a request of a tenant's route too. Routes beyond the most that are told apart are counted together.
     *
     * @param tenant its slug
     */
    void ended(String tenant, String route, int status, long nanos) {
        routes.of(tenant, route).record(status, nanos);
    }

    /** Forgets every route but these. */
    void keepRoutes(Set<RouteMeters.Key> known) {
        routes.keep(known);
    }

    private Timer timer(Meters meters, String upstream, int statusClass) {
        Timer known = meters.byClass().get(statusClass - 1);
        if (known != null) {
            return known;
        }
        Timer timer = Timer.builder("um.edge.requests")
                .description("Time from a request's head to the end of its answer.")
                .tags("upstream", upstream, "status", statusClass + "xx")
                .register(registry);
        meters.byClass().set(statusClass - 1, timer);
        return timer;
    }

    private Meters meters(String upstream) {
        return new Meters(new AtomicReferenceArray<>(5), bytes("received", upstream), bytes("sent", upstream));
    }

    private Counter handshakes(String outcome) {
        return Counter.builder("um.edge.tls.handshakes")
                .description("TLS handshakes of clients with the edge.")
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter bytes(String direction, String upstream) {
        return Counter.builder("um.edge.body." + direction)
                .description("Bytes of bodies " + direction + " by the edge, to and from clients.")
                .baseUnit("bytes")
                .tag("upstream", upstream)
                .register(registry);
    }
}
