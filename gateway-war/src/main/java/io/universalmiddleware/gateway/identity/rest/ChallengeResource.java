package io.universalmiddleware.gateway.identity.rest;

import io.universalmiddleware.gateway.identity.request.Body;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.session.AnsweringChallenge;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets users in whose login asked for the second factor. */
@ApplicationScoped
@Path("/auth/mfa/login")
@PermitAll
@Tag(name = "Identity")
public class ChallengeResource {
    private AnsweringChallenge answering;
    private AccessTokens tokens;
    private Guard guard;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ChallengeResource() {}

    @Inject
    public ChallengeResource(AnsweringChallenge answering, AccessTokens tokens, Guard guard) {
        this.answering = answering;
        this.tokens = tokens;
        this.guard = guard;
    }

    /** Begins the session that a login asked the second factor for: 200 with its tokens, or 401, whatever is wrong. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @SecurityRequirements
    @Operation(
            operationId = "answerChallenge",
            summary = "Complete a login with the second factor",
            description =
                    "The challenge is that of the login's 401; it counts for five minutes and lets in once. A code counts once, too.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ChallengeAnswer.class)))
    @APIResponse(
            responseCode = "200",
            description = "The tokens of a new session.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TokenAnswer.class)))
    @APIResponse(responseCode = "401", description = "The challenge or the code does not count.")
    @APIResponse(responseCode = "429", description = "Too many wrong codes at this account or from this address.")
    public Response answer(InputStream body, @Context HttpHeaders headers) throws IOException {
        ChallengeAnswer sent = Body.read(body, ChallengeAnswer::read);
        guard.requireReady();
        Outcome outcome = Refusals.stored(() -> answering.answer(sent.challenge(), sent.shown(), Client.of(headers)));
        if (outcome instanceof Outcome.In in) {
            return TokenAnswer.of(in.live(), tokens);
        } else if (outcome instanceof Outcome.TooMany tooMany) {
            throw Refusals.tooMany(tooMany.again());
        }
        throw Refusals.unauthenticated("The challenge or the code does not count.");
    }
}
