package io.universalmiddleware.command.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.persistence.outbox.OutboxBacklog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives the relay's settings and its metrics, one of each. */
@ApplicationScoped
public class RelayBeans {

    @Produces
    @Singleton
    RelaySettings settings(Settings settings) {
        return RelaySettings.from(settings);
    }

    @Produces
    @Singleton
    RelayMetrics metrics(MeterRegistry registry, Event<OutboxBacklog> measured) {
        return new RelayMetrics(registry, measured::fire);
    }
}
