package io.universalmiddleware.processor.deadletters;

import io.universalmiddleware.processor.ProcessorSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Takes an administrator's decisions about many of the tenant's open dead letters at once. */
@ApplicationScoped
@Path("/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters")
public class ManyLettersResource {
    private DecidingMany deciding;
    private ProcessorSettings settings;
    private JsonWebToken token;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ManyLettersResource() {}

    @Inject
    public ManyLettersResource(DecidingMany deciding, ProcessorSettings settings, JsonWebToken token) {
        this.deciding = deciding;
        this.settings = settings;
        this.token = token;
    }

    /** Has all open letters of a group, or all, tried again: 202. */
    @POST
    @Path("/retry")
    @Operation(operationId = "retryDeadLetters", summary = "Try all open dead letters of a group, or all, again")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ManyRequest.class)))
    @APIResponse(
            responseCode = "202",
            description = "They will be tried.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ManyResult.class)))
    public Response retryMany(@Nullable ManyRequest request) {
        ManyRequest which = which(request);
        Reason.check(which.reason());
        return Response.accepted(deciding.retry(Operator.of(token, settings), which, which.reason()))
                .build();
    }

    /** Gives all open letters of a group, or all, up: 200. */
    @POST
    @Path("/discard")
    @Operation(operationId = "discardDeadLetters", summary = "Give all open dead letters of a group, or all, up")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ManyRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "They are discarded.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ManyResult.class)))
    public ManyResult discardMany(@Nullable ManyRequest request) {
        ManyRequest which = which(request);
        return deciding.discard(Operator.of(token, settings), which, Reason.required(which.reason()));
    }

    private static ManyRequest which(@Nullable ManyRequest request) {
        boolean all = request != null && Boolean.TRUE.equals(request.all());
        if (request == null || (request.group() != null) == all) {
            throw Refusals.invalid("/group", "expected a group, or all: true");
        }
        return request;
    }
}
