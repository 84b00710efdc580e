package io.universalmiddleware.command.intake;

import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Tells whether commands are taken. Always ready: a node that has shut its gate still answers, and no other would help. */
@Readiness
@ApplicationScoped
public class IntakeReadiness implements HealthCheck {
    private IntakeGate gate;
    private boolean played;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected IntakeReadiness() {}

    @Inject
    IntakeReadiness(IntakeGate gate, Roles roles) {
        this.gate = gate;
        this.played = roles.has(Role.COMMAND);
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("intake").up();
        if (!played) {
            return response.withData("state", "off").build();
        }
        gate.complaint().ifPresent(why -> response.withData("reason", why));
        return response.withData("state", gate.complaint().isPresent() ? "shut" : "open")
                .build();
    }
}
