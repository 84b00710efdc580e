package io.universalmiddleware.runtime.status;

import io.universalmiddleware.contracts.settings.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tells administrators, on one page, the roles of this process and how each of its dependencies is. */
@ApplicationScoped
@Path("/status")
@Tag(name = "Status", description = "The platform's own state.")
public class StatusResource {
    private Roles roles;
    private Instance<HealthCheck> checks;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected StatusResource() {}

    @Inject
    public StatusResource(Roles roles, @Readiness Instance<HealthCheck> checks) {
        this.roles = roles;
        this.checks = checks;
    }

    /** The status: 200 whether up or down; {@code /health/ready} is for machines. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "readStatus",
            summary = "Read the status of the process that answers",
            description = "Its roles and one check for each dependency, with latencies and depths.")
    @APIResponse(
            responseCode = "200",
            description = "The status, up or down.",
            content = @Content(schema = @Schema(implementation = PlatformStatus.class)))
    public PlatformStatus status() {
        return PlatformStatus.of(
                roles.active().stream()
                        .map(role -> role.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList(),
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
                checks.stream());
    }
}
