package io.universalmiddleware.gateway.webhook.sending;

import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.lifecycle.Stopping;
import io.universalmiddleware.contracts.lifecycle.Workers;
import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.network.AddressGuard;
import io.universalmiddleware.gateway.network.AllowedNetworks;
import io.universalmiddleware.gateway.network.NameServers;
import io.universalmiddleware.gateway.webhook.WebhookSettings;
import io.universalmiddleware.gateway.webhook.WebhooksDue;
import io.universalmiddleware.gateway.webhook.intake.WebhookEvents;
import io.universalmiddleware.persistence.retention.Housekeeping;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Starts and stops what tells endpoints of events, in a process that has the role processor: away from every request. */
@Startup
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class WebhookNode {
    private static final Duration FINISH_WITHIN = Duration.ofSeconds(5);

    @Resource
    private ManagedThreadFactory threads;

    private final Roles roles;
    private final Settings settings;
    private final Instance<StoredDeliveries> deliveries;
    private final Instance<WebhookEvents> events;
    private final Instance<Forgetting> forgetting;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Workers workers = new Workers(FINISH_WITHIN);
    private volatile @Nullable Running running;

    private record Running(Sender sender, Dispatcher dispatcher) {}

    @SuppressWarnings({"NullAway", "NullAway.Init"}) // for the container's proxy
    public WebhookNode() {
        this(null, null, null, null, null, null, null);
    }

    @Inject
    @SuppressWarnings("NullAway.Init") // threads are the container's to set
    public WebhookNode(
            Roles roles,
            Settings settings,
            Instance<StoredDeliveries> deliveries,
            Instance<WebhookEvents> events,
            Instance<Forgetting> forgetting,
            MeterRegistry meters,
            Clock clock) {
        this.roles = roles;
        this.settings = settings;
        this.deliveries = deliveries;
        this.events = events;
        this.forgetting = forgetting;
        this.meters = meters;
        this.clock = clock;
    }

    @PostConstruct
    void start() {
        if (roles.has(Role.PROCESSOR)) {
            WebhookSettings configured = WebhookSettings.from(settings);
            Sender sender = new Sender(
                    new AddressGuard(settings.get(AllowedNetworks.SETTING)),
                    settings.get(NameServers.SETTING),
                    configured,
                    clock);
            Dispatcher dispatcher = new Dispatcher(
                    deliveries.get(),
                    sender,
                    settings.get(WebhookSettings.SECRET_KEYS),
                    configured,
                    new Judging(
                            configured.schedule(),
                            () -> ThreadLocalRandom.current().nextDouble()),
                    clock,
                    meters);
            Housekeeping housekeeping = new Housekeeping(
                    "webhook deliveries", () -> forgetting.get().forgetSome());
            running = new Running(sender, dispatcher);
            workers.begin(threads, "um-webhooks", dispatcher, dispatcher::stop);
            workers.begin(threads, "um-webhook-housekeeping", housekeeping, housekeeping::stop);
            events.get().open(threads, dispatcher::signal);
        }
    }

    /** An administrator has asked for something to be sent. */
    public void due(@Observes(during = TransactionPhase.AFTER_SUCCESS) WebhooksDue due) {
        Running current = running;
        if (current != null) {
            current.dispatcher().signal();
        }
    }

    /** Settles what is under way while transactions can still be had; the server takes them away before it ends beans. */
    public void finish(@ObservesAsync Stopping now) {
        end();
    }

    @PreDestroy
    void stop() {
        end();
    }

    private synchronized void end() {
        Running current = running;
        if (current == null) {
            return;
        }
        running = null;
        events.get().close();
        workers.stop();
        current.sender().close();
    }
}
