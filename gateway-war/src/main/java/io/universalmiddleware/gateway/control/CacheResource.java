package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.audit.Act;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.caching.EdgeCache;
import io.universalmiddleware.gateway.caching.RouteStatistics;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The edge's cache: what it did, and purges. */
@RequestScoped
@Path("/cache")
@Tag(name = "Edge: cache", description = "What the edge's cache did, and purges of it.")
public class CacheResource {
    private ControlPlane control;
    private EdgeCache cache;
    private Event<Act> acts;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected CacheResource() {}

    @Inject
    public CacheResource(ControlPlane control, EdgeCache cache, Event<Act> acts) {
        this.control = control;
        this.cache = cache;
        this.acts = acts;
    }

    /** Purges stored answers of a tenant on every node: 204, or 400, 404, 503. */
    @POST
    @Path("/purge")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "purgeCache",
            summary = "Purge stored answers of a tenant on every node",
            description =
                    "The body has tenant, one of key (a path, with a query or without), prefix (of paths), tag and route,"
                            + " and soft: true makes stale instead of unusable.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(responseCode = "204", description = "Nothing made before is used any more.")
    @APIResponse(responseCode = "400", description = "The body is not valid; each violation is named by JSON pointer.")
    @APIResponse(responseCode = "404", description = "There is no such tenant.")
    @APIResponse(responseCode = "503", description = "Redis is away: only the node that answers has purged.")
    public Response purge(InputStream body) throws IOException {
        ObjectNode document = control.document(body);
        Administrator by = control.caller();
        PurgeOrder order = PurgeOrder.of(document);
        if (!by.manages(order.tenant())) {
            throw Refusing.noTenant(order.tenant());
        }
        acts.fire(new Act(order.tenant(), by.actor(), "purge-cache", "cache/" + order.tenant(), document.toString()));
        try {
            order.give(cache.purging()).toCompletableFuture().join();
        } catch (CompletionException away) {
            throw new ProblemException(
                    Problem.of(ProblemType.UNAVAILABLE, "Redis is away: only this node has purged. Try again."));
        }
        return Response.noContent().build();
    }

    /** What the cache of this node did since it started: 200. */
    @GET
    @Path("/statistics")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "readCacheStatistics",
            summary = "Read what the cache of the node that answers did, by tenant and route")
    @APIResponse(
            responseCode = "200",
            description = "The counts since the node started.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Statistics.class)))
    public Statistics statistics() {
        String only = control.caller().onlyTenant();
        return new Statistics(cache.isShared(), cache.statistics().counts(only == null ? List.of() : List.of(only)));
    }

    /**
     * Statistics of one node.
     *
     * @param shared whether it shares answers with the other nodes; false while Redis is away
     */
    public record Statistics(boolean shared, List<RouteStatistics.Counts> routes) {}
}
