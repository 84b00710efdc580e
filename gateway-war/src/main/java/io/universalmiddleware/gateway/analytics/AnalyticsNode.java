package io.universalmiddleware.gateway.analytics;

import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.lifecycle.Workers;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.definition.TenantDefinition;
import io.universalmiddleware.gateway.traffic.Traffic;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Collection;

/** The part of analytics that runs with an edge: it takes what the edge records to PostgreSQL. */
@ApplicationScoped
public class AnalyticsNode {
    @Resource
    private ManagedThreadFactory threads;

    private StoredTraffic store;
    private AnalyticsSettings settings;
    private MeterRegistry meters;
    private Clock clock;
    private Traffic traffic;
    private Retentions retentions;
    private final Workers workers = new Workers();

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected AnalyticsNode() {}

    @Inject
    @SuppressWarnings("NullAway.Init") // threads are the container's to set
    AnalyticsNode(StoredTraffic store, Settings settings, MeterRegistry meters, Clock clock) {
        this.store = store;
        this.settings = AnalyticsSettings.from(settings);
        this.meters = meters;
        this.clock = clock;
        traffic = this.settings.on() ? new Traffic(this.settings.logRate(), clock) : Traffic.off();
        retentions = new Retentions(this.settings.logKept());
    }

    /** Where the edge of this process records what passes. */
    public Traffic traffic() {
        return traffic;
    }

    /** Says how long tenants want their logs kept, from now on. */
    public void keepFor(Collection<TenantDefinition> tenants) {
        retentions.of(tenants);
    }

    /** Flushes from now on. */
    public void start() {
        if (traffic.isOn()) {
            Flushing started = new Flushing(traffic, store, settings, retentions, new AnalyticsMetrics(meters), clock);
            workers.begin(threads, "um-edge-counting", started::taking, started::stop);
            workers.begin(threads, "um-edge-analytics", started, started::stop);
        }
    }

    /** Flushes what is left, for a bounded time. */
    public void stop() {
        workers.stop();
    }
}
