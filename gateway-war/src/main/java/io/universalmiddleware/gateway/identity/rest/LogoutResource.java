package io.universalmiddleware.gateway.identity.rest;

import io.universalmiddleware.gateway.identity.external.logout.LoggingOut;
import io.universalmiddleware.gateway.identity.request.Body;
import io.universalmiddleware.gateway.identity.request.Refusals;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets users out. */
@ApplicationScoped
@Path("/auth/logout")
@PermitAll
@Tag(name = "Identity")
public class LogoutResource {
    private LoggingOut loggingOut;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected LogoutResource() {}

    @Inject
    public LogoutResource(LoggingOut loggingOut) {
        this.loggingOut = loggingOut;
    }

    /**
     * Ends the session of a refresh token: 204, also if it had ended, or 200 with where the provider's own session ends. Its access tokens are
     * refused within a second.
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @SecurityRequirements
    @Operation(operationId = "logOut", summary = "End a session")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LogoutRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "The session has ended here; its provider's own has not.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LogoutAnswer.class)))
    @APIResponse(responseCode = "204", description = "The session has ended.")
    @APIResponse(responseCode = "400", description = "The URI is none of the provider's; nothing has ended.")
    public Response logOut(InputStream body) throws IOException {
        LogoutRequest sent = Body.read(body, LogoutRequest::read);
        return LogoutAnswer.of(Refusals.stored(() -> loggingOut.byToken(sent.token(), sent.back())))
                .build();
    }
}
