package io.universalmiddleware.gateway.limiting;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** What the limits do, in numbers. */
final class LimitMetrics {
    private final Counter[] passed;
    private final Counter[] refused;
    private final Timer batches;
    /** Kept, since the gauge does not keep it. */
    private final BooleanSupplier shared;

    LimitMetrics(MeterRegistry registry, BooleanSupplier shared) {
        this.shared = shared;
        passed = counters(registry, "passed");
        refused = counters(registry, "refused");
        batches = Timer.builder("um.edge.limit.batches")
                .description("Time of one call of Redis, which decides all requests of one turn of an event loop.")
                .serviceLevelObjectives(
                        Duration.ofNanos(250_000), Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(20))
                .register(registry);
        registry.gauge("um.edge.limit.shared", this, limits -> limits.shared.getAsBoolean() ? 1 : 0);
    }

    void decided(Decision decision) {
        (decision.passes() ? passed : refused)[decision.source().ordinal()].increment();
    }

    void answered(long nanos) {
        batches.record(Duration.ofNanos(nanos));
    }

    private static Counter[] counters(MeterRegistry registry, String outcome) {
        return Arrays.stream(Decision.Source.values())
                .map(source -> counter(registry, source, outcome))
                .toArray(Counter[]::new);
    }

    private static Counter counter(MeterRegistry registry, Decision.Source source, String outcome) {
        return Counter.builder("um.edge.limit.decisions")
                .description(
                        "Requests decided by limits: by Redis, as lent by it, by this node's share, or as already known.")
                .tags("by", source.name().toLowerCase(Locale.ROOT), "outcome", outcome)
                .register(registry);
    }
}
