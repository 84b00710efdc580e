package io.universalmiddleware.gateway.analytics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** What recording itself is measured by. Of the requests that ended each is told once, by what became of its entry for the log. */
final class AnalyticsMetrics {
    private static final String LOG = "um.analytics.log.entries";

    private final Counter requests;
    private final Counter stored;
    private final Counter unsampled;
    private final Counter shed;
    private final Counter dropped;
    private final Counter lost;
    private final Timer flushes;

    AnalyticsMetrics(MeterRegistry registry) {
        requests = Counter.builder("um.analytics.requests")
                .description("Requests of tenants' clients that ended.")
                .register(registry);
        stored = log(registry, "stored");
        unsampled = log(registry, "unsampled");
        shed = log(registry, "shed");
        dropped = log(registry, "dropped");
        lost = Counter.builder("um.analytics.lost")
                .description("Requests whose counts could not be kept while PostgreSQL was away.")
                .register(registry);
        flushes = Timer.builder("um.analytics.flush")
                .description("Time to flush a batch to PostgreSQL.")
                .register(registry);
    }

    Counter requests() {
        return requests;
    }

    Counter stored() {
        return stored;
    }

    /** Not wanted by the route. */
    Counter unsampled() {
        return unsampled;
    }

    /** Beyond the rate of the log. */
    Counter shed() {
        return shed;
    }

    /** No room while PostgreSQL was away, or a batch that it would not take. */
    Counter dropped() {
        return dropped;
    }

    Counter lost() {
        return lost;
    }

    Timer flushes() {
        return flushes;
    }

    private static Counter log(MeterRegistry registry, String outcome) {
        return Counter.builder(LOG)
                .description("What became of requests' entries for the log.")
                .tag("outcome", outcome)
                .register(registry);
    }
}
