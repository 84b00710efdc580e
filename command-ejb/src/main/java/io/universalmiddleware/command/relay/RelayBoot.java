package io.universalmiddleware.command.relay;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.lifecycle.Workers;
import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.persistence.outbox.RelayConnection;
import io.universalmiddleware.persistence.postgres.PostgresSettings;
import io.universalmiddleware.persistence.postgres.Schema;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Starts the relay with the command role, and stops it in order. */
@Startup
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
public class RelayBoot {
    private static final long UPKEEP_SECONDS = 2;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    @Inject
    private Settings settings;

    @Inject
    private RelaySettings relaySettings;

    @Inject
    private RelayMetrics metrics;

    @Inject
    private Waker waker;

    @Inject
    private ObjectMapper json;

    @Inject
    private Spans spans;

    @Inject
    private Schema schema;

    @Resource
    private ManagedThreadFactory threads;

    @Resource
    private ManagedScheduledExecutorService schedule;

    private final Workers workers = new Workers(STOP_PATIENCE);
    private @Nullable OutboxUpkeep upkeep;
    private @Nullable ScheduledFuture<?> upkeepTask;

    @PostConstruct
    void start() {
        if (!settings.get(Roles.SETTING).has(Role.COMMAND)) {
            return;
        }
        OutboxUpkeep keeping = new OutboxUpkeep(this::connect, relaySettings.keep(), metrics);
        upkeep = keeping;
        upkeepTask = schedule.scheduleWithFixedDelay(keeping, 0, UPKEEP_SECONDS, TimeUnit.SECONDS);
        OutboxRelay relay = new OutboxRelay(
                UUID.randomUUID().toString(),
                relaySettings,
                this::connect,
                new KafkaPublisher(relaySettings, json, metrics, spans),
                waker);
        workers.begin(threads, "um-relay", relay, relay::stop);
    }

    @PreDestroy
    void stop() {
        if (upkeepTask != null) {
            upkeepTask.cancel(false);
        }
        if (upkeep != null) {
            upkeep.close();
        }
        workers.stop();
    }

    private RelayConnection connect() {
        schema.ensure();
        return RelayConnection.open(PostgresSettings.from(settings));
    }
}
