package io.universalmiddleware.command.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.universalmiddleware.persistence.outbox.OutboxBacklog;
import java.time.Duration;
import java.util.function.Consumer;

/** What the relay tells of itself. */
final class RelayMetrics {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(2)
    };

    private final Timer publish;
    private final Counter failures;
    private final Consumer<OutboxBacklog> measured;
    private volatile OutboxBacklog backlog = new OutboxBacklog(0, Duration.ZERO);

    RelayMetrics(MeterRegistry registry) {
        this(registry, backlog -> {});
    }

    /** @param measured is told each measurement of the outbox */
    RelayMetrics(MeterRegistry registry, Consumer<OutboxBacklog> measured) {
        this.measured = measured;
        publish = Timer.builder("um_outbox_publish")
                .description("Time from a row's appending to Kafka's acknowledgement")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        failures = Counter.builder("um_outbox_publish_failures")
                .description("Sends to Kafka that failed and were repeated")
                .register(registry);
        Gauge.builder("um_outbox_age", () -> backlog.age().toMillis() / 1000.0)
                .baseUnit("seconds")
                .description("Age of the oldest row that is not known to be published")
                .register(registry);
        Gauge.builder("um_outbox_depth", () -> backlog.depth())
                .description("Rows that are not known to be published; estimated where a shard has more than 12,500")
                .register(registry);
    }

    void published(Duration afterAppending) {
        publish.record(afterAppending);
    }

    void failedToPublish() {
        failures.increment();
    }

    void waiting(OutboxBacklog found) {
        backlog = found;
        measured.accept(found);
    }

    OutboxBacklog waiting() {
        return backlog;
    }
}
