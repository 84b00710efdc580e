package io.universalmiddleware.gateway.identity.rest;

import io.universalmiddleware.gateway.identity.enrolment.Enrolling;
import io.universalmiddleware.gateway.identity.request.Body;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.request.Unkept;
import io.universalmiddleware.gateway.identity.session.Sessions.Proved;
import io.universalmiddleware.gateway.identity.token.AccessTokens;
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
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Gives sessions whose users show the second factor again tokens that say so. */
@ApplicationScoped
@Path("/auth/mfa/step-up")
@Tag(name = "Identity")
public class StepUpResource {
    private Enrolling enrolling;
    private AccessTokens tokens;
    private JsonWebToken token;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected StepUpResource() {}

    @Inject
    public StepUpResource(Enrolling enrolling, AccessTokens tokens, JsonWebToken token) {
        this.enrolling = enrolling;
        this.tokens = tokens;
        this.token = token;
    }

    /** Uses up a code: 200 with an access token of now and of two factors. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "stepUp",
            summary = "Show the second factor again",
            description = "What sensitive acts ask for with insufficient_user_authentication (RFC 9470).")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = FactorShown.class)))
    @APIResponse(
            responseCode = "200",
            description = "Another access token of the same session.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AccessAnswer.class)))
    @APIResponse(responseCode = "401", description = "The code does not count.")
    @APIResponse(responseCode = "429", description = "Too many wrong codes.")
    public Response stepUp(InputStream body, @Context HttpHeaders headers) throws IOException {
        CurrentUser user = CurrentUser.of(token);
        FactorShown sent = Body.read(body, FactorShown::read);
        Proved proved = Refusals.stored(
                () -> enrolling.prove(user, sent.shown(), Client.of(headers).address()));
        String access = tokens.issue(proved.account(), proved.session()).orElseThrow(Refusals::noKey);
        return Unkept.ok(new AccessAnswer(access, "Bearer", tokens.life().toSeconds()));
    }
}
