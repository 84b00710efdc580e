package io.universalmiddleware.gateway.control;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.versioning.VersionCallers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who still calls versions of an API that are to end. */
@ApplicationScoped
@Path("/version-callers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Edge: routes")
public class VersionCallerResource {
    private VersionCalls calls;
    private ControlPlane control;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected VersionCallerResource() {}

    @Inject
    public VersionCallerResource(VersionCalls calls, ControlPlane control) {
        this.calls = calls;
        this.control = control;
    }

    /** The callers of one tenant's versions. */
    public record Page(List<VersionCallers.Caller> items) {}

    /** Those that any node has seen in the last 90 days, the busiest first: 200. */
    @GET
    @Operation(
            operationId = "listVersionCallers",
            summary = "List who still calls versions that are deprecated or have a sunset",
            description =
                    "As all nodes together have seen; each tells every ten seconds. Who has not called for 90 days is left out.")
    @APIResponse(
            responseCode = "200",
            description = "The busiest first, 10,000 at most.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Page.class)))
    @APIResponse(responseCode = "404", description = "The tenant is not the caller's to see.")
    public Page list(
            @Parameter(description = "A tenant's slug; the caller's own by default.") @QueryParam("tenant") @Nullable
                    String tenant) {
        Administrator by = control.caller();
        String of = tenant == null ? by.tenant() : tenant;
        if (!by.manages(of)) {
            throw new ProblemException(Problem.of(ProblemType.NOT_FOUND, "There is no such tenant."));
        }
        return Stored.call(() -> new Page(calls.of(of)));
    }
}
