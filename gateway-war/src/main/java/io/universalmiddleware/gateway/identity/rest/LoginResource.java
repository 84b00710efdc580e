package io.universalmiddleware.gateway.identity.rest;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.identity.account.Tenants;
import io.universalmiddleware.gateway.identity.request.Body;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.session.DeniedLogins;
import io.universalmiddleware.gateway.identity.session.LoggingIn;
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

/** Lets users in. */
@ApplicationScoped
@Path("/auth/login")
@PermitAll
@Tag(name = "Identity")
public class LoginResource {
    private LoggingIn loggingIn;
    private Tenants tenants;
    private AccessTokens tokens;
    private Guard guard;
    private DeniedLogins denied;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected LoginResource() {}

    @Inject
    public LoginResource(LoggingIn loggingIn, Tenants tenants, AccessTokens tokens, Guard guard, DeniedLogins denied) {
        this.loggingIn = loggingIn;
        this.tenants = tenants;
        this.tokens = tokens;
        this.guard = guard;
        this.denied = denied;
    }

    /** Begins a session: 200 with its tokens, or 401, whatever is wrong. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @SecurityRequirements
    @Operation(
            operationId = "logIn",
            summary = "Log in by e-mail address and password",
            description = "The tenant is that of X-Tenant, else the default one.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Credentials.class)))
    @APIResponse(
            responseCode = "200",
            description = "The tokens of a new session.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TokenAnswer.class)))
    @APIResponse(
            responseCode = "401",
            description = "There is no such account, or it has another password; or, with mfa_required and a challenge,"
                    + " the second factor is asked for.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = MfaRequired.class)))
    @APIResponse(responseCode = "403", description = "The address is to be verified first; a mail says how.")
    @APIResponse(responseCode = "429", description = "Too many failed attempts at this account or from this address.")
    @APIResponse(responseCode = "503", description = "Too many wait, or nobody can be let in now.")
    public Response logIn(InputStream body, @Context HttpHeaders headers) throws IOException {
        Credentials credentials = Body.read(body, Credentials::read);
        TenantId tenant = tenants.named(headers.getHeaderString(Tenants.FIELD));
        guard.requireReady();
        Outcome outcome = Refusals.stored(
                () -> loggingIn.logIn(tenant, credentials.address(), credentials.password(), Client.of(headers)));
        if (outcome instanceof Outcome.Challenged challenged) {
            throw Refusals.challenged(challenged.challenge(), challenged.life());
        }
        denied.tell(tenant, outcome, Client.of(headers));
        if (outcome instanceof Outcome.In in) {
            return TokenAnswer.of(in.live(), tokens);
        } else if (outcome instanceof Outcome.TooMany tooMany) {
            throw Refusals.tooMany(tooMany.again());
        } else if (outcome instanceof Outcome.Unverified) {
            throw new ProblemException(
                    Problem.of(ProblemType.FORBIDDEN, "The e-mail address is to be verified first; a mail says how."));
        }
        throw Refusals.unauthenticated("The e-mail address or the password is wrong.");
    }
}
