package io.universalmiddleware.gateway.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the edge serves a configuration, be it the one from its disk. */
@Readiness
@ApplicationScoped
public class ConfigurationReadiness implements HealthCheck {
    private ControlNode node;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ConfigurationReadiness() {}

    @Inject
    ConfigurationReadiness(ControlNode node) {
        this.node = node;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("edge-configuration")
                .withData("revision", node.servedRevision())
                .status(node.ready())
                .build();
    }
}
