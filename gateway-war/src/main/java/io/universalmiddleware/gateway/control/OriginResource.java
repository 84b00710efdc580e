package io.universalmiddleware.gateway.control;

import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.gateway.pool.OriginKey;
import io.universalmiddleware.gateway.pool.OriginPool;
import io.universalmiddleware.gateway.pool.PoolState;
import io.universalmiddleware.gateway.upkeep.OriginPools;
import io.universalmiddleware.persistence.configuration.Entry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The origins. */
@ApplicationScoped
@Path("/origins")
@Tag(name = "Edge: origins", description = "Services behind the edge: targets, balancing, health.")
public class OriginResource extends EntriesResource {
    private final @Nullable OriginPools pools;

    /** For the client proxy. */
    @SuppressWarnings("NullAway")
    protected OriginResource() {
        super(Kind.ORIGIN, null);
        pools = null;
    }

    @Inject
    public OriginResource(ControlPlane control, OriginPools pools) {
        super(Kind.ORIGIN, control);
        this.pools = pools;
    }

    /** What this node knows of its targets: 200, or 404. */
    @GET
    @Path("/{id}/state")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "readOriginState",
            summary = "Read the state",
            description =
                    "What this node knows: targets up, down or ejected, since when and why, and the circuit breaker.")
    @APIResponse(
            responseCode = "200",
            description = "The state.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PoolState.class)))
    @APIResponse(responseCode = "404", description = "There is none of this id, or this node does not serve it yet.")
    public PoolState state(@Parameter(description = "Its id, a UUID.") @PathParam("id") String id) {
        Entry entry = Stored.call(() -> control().finding().find(control().caller(), Kind.ORIGIN, id));
        return Optional.ofNullable(pools)
                .flatMap(all -> all.pools().find(new OriginKey(entry.tenant(), entry.name())))
                .map(OriginPool::state)
                .orElseThrow(() -> Refusing.notFound(Kind.ORIGIN, id));
    }
}
