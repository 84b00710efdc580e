package io.universalmiddleware.hub.boot;

import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says whether Redis answers the hub.
 *
 * <p>A hub that stops is not ready. Without Redis a process that is nothing but a hub is not ready. One that plays other roles too stays ready, degraded: they do
 * without Redis, and so must not be taken away with it.
 */
@Readiness
@ApplicationScoped
public class HubReadiness implements HealthCheck {
    @Inject
    HubBoot boot;

    @Inject
    Roles roles;

    @Override
    public HealthCheckResponse call() {
        Optional<HubNode> node = boot.node();
        boolean answers = node.isEmpty() || node.get().redis().isAnswering();
        boolean draining = node.isPresent() && node.get().hub().isDraining();
        boolean onlyHub = roles.active().equals(Set.of(Role.HUB));
        return HealthCheckResponse.named("hub-redis")
                .status(!draining && (answers || !onlyHub))
                .withData(
                        "state", node.isEmpty() ? "unused" : draining ? "draining" : answers ? "connected" : "degraded")
                .build();
    }
}
