package io.universalmiddleware.command.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
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
    RelayMetrics metrics(MeterRegistry registry, Settings settings, Event<OutboxBacklog> measured) {
        boolean relays = settings.get(Roles.SETTING).has(Role.COMMAND);
        return new RelayMetrics(relays ? registry : unseen(), measured::fire);
    }

    /** A process without a relay shows no meters of one. */
    private static MeterRegistry unseen() {
        return new CompositeMeterRegistry();
    }
}
