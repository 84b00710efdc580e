package io.universalmiddleware.gateway.identity.rest;

import io.universalmiddleware.gateway.identity.request.Body;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.session.RefreshBudget;
import io.universalmiddleware.gateway.identity.session.Sessions;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.gateway.identity.session.TokenAnswer;
import io.universalmiddleware.gateway.identity.token.AccessTokens;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Prolongs sessions. */
@ApplicationScoped
@Path("/auth/refresh")
@PermitAll
@Tag(name = "Identity")
public class RefreshResource {
    private Sessions sessions;
    private RefreshBudget budget;
    private AccessTokens tokens;
    private Guard guard;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected RefreshResource() {}

    @Inject
    public RefreshResource(Sessions sessions, RefreshBudget budget, AccessTokens tokens, Guard guard) {
        this.sessions = sessions;
        this.budget = budget;
        this.tokens = tokens;
        this.guard = guard;
    }

    /** Uses a refresh token: 200 with the next ones, or 401; a token that was used before ends the session. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @SecurityRequirements
    @Operation(
            operationId = "refreshSession",
            summary = "Get the next tokens of a session",
            description =
                    "A refresh token counts once. One that comes again was stolen, or its successor was: the session ends.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RefreshToken.class)))
    @APIResponse(
            responseCode = "200",
            description = "The next tokens.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TokenAnswer.class)))
    @APIResponse(responseCode = "401", description = "The token does not count, or its session has ended.")
    @APIResponse(responseCode = "429", description = "The session was refreshed too often; the token still counts.")
    public Response refresh(InputStream body, @Context HttpHeaders headers) throws IOException {
        RefreshToken sent = Body.read(body, RefreshToken::read);
        guard.requireReady();
        Refusals.stored(() -> budget.take(sent.token())).ifPresent(wait -> {
            throw Refusals.tooMany(wait);
        });
        Optional<Live> live = Refusals.stored(() -> sessions.refresh(sent.token(), Client.of(headers)));
        return TokenAnswer.of(
                live.orElseThrow(() -> Refusals.unauthenticated("The refresh token does not count.")), tokens);
    }
}
