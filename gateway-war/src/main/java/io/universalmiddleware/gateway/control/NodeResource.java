package io.universalmiddleware.gateway.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The nodes, and the revision that each serves. */
@ApplicationScoped
@Path("/nodes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Edge: config")
public class NodeResource {
    private ReadingHistory reading;
    private ControlPlane control;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected NodeResource() {}

    @Inject
    public NodeResource(ReadingHistory reading, ControlPlane control) {
        this.reading = reading;
        this.control = control;
    }

    /** Every node that spoke in the last day: 200. */
    @GET
    @Operation(operationId = "listNodes", summary = "List the edges and the revision that each serves")
    @APIResponse(
            responseCode = "200",
            description = "The nodes, by name.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Told.Nodes.class)))
    public Told.Nodes list() {
        Administrator by = control.caller();
        return Stored.call(() -> reading.nodes(by));
    }
}
