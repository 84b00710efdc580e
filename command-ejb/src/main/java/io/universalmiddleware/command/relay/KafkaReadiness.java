package io.universalmiddleware.command.relay;

import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import io.universalmiddleware.persistence.outbox.OutboxBacklog;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether Kafka answers, and what waits for it.
 *
 * <p>Without Kafka commands are still accepted, so the node stays ready until the outbox is older than {@code
 * um.outbox.unready-age}.
 */
@Readiness
@ApplicationScoped
public class KafkaReadiness implements HealthCheck {
    private static final int PATIENCE_SECONDS = 2;

    private RelaySettings settings;
    private RelayMetrics metrics;
    private Roles roles;
    private @Nullable Admin admin;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected KafkaReadiness() {}

    @Inject
    KafkaReadiness(RelaySettings settings, RelayMetrics metrics, Roles roles) {
        this.settings = settings;
        this.metrics = metrics;
        this.roles = roles;
    }

    @Override
    public HealthCheckResponse call() {
        if (!roles.has(Role.COMMAND)) {
            return HealthCheckResponse.up("kafka");
        }
        @Nullable String error = error();
        OutboxBacklog waiting = metrics.waiting();
        boolean ready = error == null || waiting.age().compareTo(settings.unreadyAge()) < 0;
        return HealthCheckResponse.named("kafka")
                .status(ready)
                .withData("reachable", error == null)
                .withData("error", error == null ? "" : error)
                .withData("outboxDepth", waiting.depth())
                .withData("outboxAgeMillis", waiting.age().toMillis())
                .build();
    }

    private synchronized @Nullable String error() {
        try {
            Admin current = admin == null ? Admin.create(TopicCreation.config(settings)) : admin;
            admin = current;
            current.describeCluster().nodes().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException | TimeoutException | KafkaException away) {
            return away.toString();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return hurried.toString();
        }
    }

    @PreDestroy
    synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
