package io.universalmiddleware.gateway.identity.external.rest;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.gateway.identity.account.Tenants;
import io.universalmiddleware.gateway.identity.external.login.BeginningLogin;
import io.universalmiddleware.gateway.identity.external.login.FinishingLogin;
import io.universalmiddleware.gateway.identity.request.Body;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.request.Unkept;
import io.universalmiddleware.gateway.identity.rest.Guard;
import io.universalmiddleware.gateway.identity.rest.MfaRequired;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.session.TokenAnswer;
import io.universalmiddleware.gateway.identity.token.AccessTokens;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets users in by OpenID providers: for applications in a browser or on a device, which bring the provider's answer themselves. */
@ApplicationScoped
@Path("/auth/providers")
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Identity")
public class ProviderLoginResource {
    private BeginningLogin beginning;
    private FinishingLogin finishing;
    private Tenants tenants;
    private Guard guard;
    private AccessTokens tokens;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ProviderLoginResource() {}

    @Inject
    public ProviderLoginResource(
            BeginningLogin beginning, FinishingLogin finishing, Tenants tenants, Guard guard, AccessTokens tokens) {
        this.beginning = beginning;
        this.finishing = finishing;
        this.tenants = tenants;
        this.guard = guard;
        this.tokens = tokens;
    }

    /** The providers by which users may log in: 200. */
    @GET
    @SecurityRequirements
    @Operation(
            operationId = "listLoginProviders",
            summary = "List the providers by which users may log in",
            description = "The tenant is that of X-Tenant, else the default one.")
    @APIResponse(
            responseCode = "200",
            description = "By name.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ProvidersAnswer.class)))
    public ProvidersAnswer list(@Context HttpHeaders headers) {
        TenantId tenant = tenant(headers);
        return new ProvidersAnswer(Refusals.stored(() -> beginning.offered(tenant)).stream()
                .map(provider -> new ProvidersAnswer.Offered(provider.name()))
                .toList());
    }

    /** Begins a login by a provider: 200 with where to send the browser. */
    @POST
    @Path("/{provider}/login")
    @Consumes(MediaType.APPLICATION_JSON)
    @SecurityRequirements
    @Operation(
            operationId = "beginProviderLogin",
            summary = "Begin to log in by a provider",
            description =
                    "The provider sends the browser back to redirect_uri, an application's own page; that sends the answer on to callback."
                            + " The tenant is that of X-Tenant, else the default one.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RedirectRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "Where to send the browser, and what to finish with within ten minutes.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BegunAnswer.class)))
    @APIResponse(responseCode = "400", description = "The URI is none of the provider's.")
    @APIResponse(responseCode = "404", description = "There is no such provider.")
    @APIResponse(responseCode = "429", description = "Too many were begun from this address.")
    @APIResponse(responseCode = "503", description = "The provider cannot be reached now.")
    public Response begin(
            @Parameter(description = "The provider's name.") @PathParam("provider") String provider,
            InputStream body,
            @Context HttpHeaders headers)
            throws IOException {
        RedirectRequest sent = Body.read(body, RedirectRequest::read);
        TenantId tenant = tenant(headers);
        guard.requireReady();
        guard.requirePatience(Client.of(headers).address());
        return Unkept.ok(
                BegunAnswer.of(Refusals.stored(() -> beginning.begin(tenant, provider, sent.redirectUri(), null))));
    }

    /** Begins a session with a provider's answer: 200 with its tokens, or 401, whatever is wrong. */
    @POST
    @Path("/callback")
    @Consumes(MediaType.APPLICATION_JSON)
    @SecurityRequirements
    @Operation(
            operationId = "finishProviderLogin",
            summary = "Log in with a provider's answer",
            description = "The login counts once, whatever comes of it. The tenant is the one that it was begun at.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ProviderAnswer.class)))
    @APIResponse(
            responseCode = "200",
            description = "The tokens of a new session.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TokenAnswer.class)))
    @APIResponse(
            responseCode = "401",
            description =
                    "The answer does not count; or, with mfa_required and a challenge, the second factor is asked for.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = MfaRequired.class)))
    @APIResponse(responseCode = "403", description = "Nobody here knows the user, and no account is made.")
    @APIResponse(
            responseCode = "409",
            description = "The user's address has an account that is not linked to the provider.")
    @APIResponse(responseCode = "429", description = "Too many attempts from this address.")
    @APIResponse(responseCode = "503", description = "The provider cannot be reached now: begin another login.")
    public Response finish(InputStream body, @Context HttpHeaders headers) throws IOException {
        ProviderAnswer sent = Body.read(body, ProviderAnswer::read);
        TenantId tenant = tenant(headers);
        guard.requireReady();
        guard.requirePatience(Client.of(headers).address());
        Outcome outcome = Refusals.stored(() -> finishing.finish(sent.brought(tenant, null, Client.of(headers))));
        if (outcome instanceof Outcome.In in) {
            return TokenAnswer.of(in.live(), tokens);
        } else if (outcome instanceof Outcome.Challenged challenged) {
            throw Refusals.challenged(challenged.challenge(), challenged.life());
        }
        throw Refusals.unauthenticated("The login does not count: begin another.");
    }

    private TenantId tenant(HttpHeaders headers) {
        return tenants.named(headers.getHeaderString(Tenants.FIELD));
    }
}
