package io.universalmiddleware.gateway.policy;

import io.universalmiddleware.gateway.control.Served;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once this process decides by a policy; says whether it refuses the active one. */
@Readiness
@ApplicationScoped
public class PolicyReadiness implements HealthCheck {
    private PolicyNode node;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected PolicyReadiness() {}

    @Inject
    PolicyReadiness(PolicyNode node) {
        this.node = node;
    }

    @Override
    public HealthCheckResponse call() {
        Served served = node.served();
        return HealthCheckResponse.named("policy")
                .withData("activation", served.revision())
                .withData("refused", served.problem() != null)
                .status(served.any())
                .build();
    }
}
