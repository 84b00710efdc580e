package io.universalmiddleware.cache.reading;

import io.universalmiddleware.contracts.authorization.ResourceName;
import io.universalmiddleware.contracts.command.ConsistencyToken;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Reads rows of views: one row of the caller's tenant, from the nearest cache, or as new as a command's effect. */
@ApplicationScoped
@Path("/views")
@Tag(name = "Views", description = "Rows that applications make of events, kept current.")
public class ViewResource {
    private ReadingViews views;
    private JsonWebToken caller;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ViewResource() {}

    @Inject
    public ViewResource(ReadingViews views, JsonWebToken caller) {
        this.views = views;
        this.caller = caller;
    }

    /** A row: 200 with its JSON, 304, or 404. */
    @GET
    @Path("/{view}/{key}")
    @ResourceName(kind = "view", name = "{view}:{key}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "readView",
            summary = "Read a row of a view",
            description =
                    "Answers the row as the nearest cache has it. With a Consistency-Token the answer is never older"
                            + " than the effect of the command that the token names; it may take a few seconds, and is 503"
                            + " when the effect is not visible in time.")
    @APIResponse(
            responseCode = "200",
            description = "The row.",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(description = "The row's JSON.")),
            headers = {
                @Header(
                        name = "ETag",
                        description = "The row's version; strong.",
                        schema = @Schema(implementation = String.class)),
                @Header(
                        name = "Age",
                        description = "Seconds since it was known to be current.",
                        schema = @Schema(implementation = Integer.class)),
                @Header(
                        name = "Cache-Status",
                        description = "Which caches were asked and what they had (RFC 9211).",
                        schema = @Schema(implementation = String.class))
            })
    @APIResponse(responseCode = "304", description = "The row is still the one that If-None-Match names.")
    @APIResponse(responseCode = "400", description = "The key or the token is not valid.")
    @APIResponse(responseCode = "404", description = "There is no such view, or no such row.")
    @APIResponse(
            responseCode = "503",
            description = "The command's effect is not yet visible, or the row cannot be read now; see Retry-After.")
    public CompletionStage<Response> read(
            @Parameter(description = "The view's name.", example = "progress") @PathParam("view") String view,
            @Parameter(description = "The row's key.", example = "ann:java") @PathParam("key") String key,
            @Parameter(
                            name = ConsistencyToken.HEADER,
                            in = ParameterIn.HEADER,
                            description = "As the answer to a command gave it: read what the command did.")
                    @HeaderParam(ConsistencyToken.HEADER)
                    @Nullable
                    String token,
            @Parameter(
                            name = HttpHeaders.IF_NONE_MATCH,
                            in = ParameterIn.HEADER,
                            description = "Entity tags that the client has.")
                    @HeaderParam(HttpHeaders.IF_NONE_MATCH)
                    @Nullable
                    String ifNoneMatch,
            @Parameter(
                            name = HttpHeaders.CACHE_CONTROL,
                            in = ParameterIn.HEADER,
                            description = "no-cache: read PostgreSQL's row, past all caches. For one who was told by"
                                    + " the hub that something is missing.")
                    @HeaderParam(HttpHeaders.CACHE_CONTROL)
                    @Nullable
                    String cacheControl,
            @Parameter(hidden = true) @HeaderParam("X-Request-Id") @Nullable String requestId,
            @Context UriInfo uri) {
        String path = uri.getRequestUri().getRawPath();
        return views.read(new ViewCall(
                        tenant(), view, key, token, ifNoneMatch, ViewCall.asksForFresh(cacheControl), path, requestId))
                .thenApply(ViewResource::response);
    }

    private static Response response(ReadReply reply) {
        Response.ResponseBuilder response = Response.status(reply.status());
        reply.fields().forEach(response::header);
        return reply.body().length == 0
                ? response.build()
                : response.entity(reply.body()).build();
    }

    private TenantId tenant() {
        @Nullable Object tenant = caller.getClaim("tenant");
        if (tenant == null || !TenantId.isValid(tenant.toString())) {
            throw new ProblemException(Problem.of(ProblemType.TENANT_MISSING, null));
        }
        return new TenantId(tenant.toString());
    }
}
