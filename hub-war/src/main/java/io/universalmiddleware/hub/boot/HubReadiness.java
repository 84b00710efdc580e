package io.universalmiddleware.hub.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The hub is ready when Redis answers, or when it plays no part in this process. */
@Readiness
@ApplicationScoped
public class HubReadiness implements HealthCheck {
    @Inject
    HubBoot boot;

    @Override
    public HealthCheckResponse call() {
        Optional<HubNode> node = boot.node();
        boolean ready = node.isEmpty() || node.get().redis().isAnswering();
        return HealthCheckResponse.named("hub")
                .status(ready)
                .withData("role", node.isPresent() ? "on" : "off")
                .withData("redis", node.isEmpty() ? "unused" : ready ? "answers" : "does not answer")
                .build();
    }
}
