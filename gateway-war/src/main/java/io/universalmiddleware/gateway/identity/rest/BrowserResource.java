package io.universalmiddleware.gateway.identity.rest;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.identity.browser.BrowserSessions;
import io.universalmiddleware.gateway.identity.browser.SameOrigin;
import io.universalmiddleware.gateway.identity.browser.SessionCookie;
import io.universalmiddleware.gateway.identity.enrolment.SteppingUp;
import io.universalmiddleware.gateway.identity.external.logout.LoggingOut;
import io.universalmiddleware.gateway.identity.external.provider.EndSessionUrl.Return;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.request.Unkept;
import io.universalmiddleware.gateway.identity.session.Sessions.Proved;
import io.universalmiddleware.gateway.identity.token.AccessTokens;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lets a browser hold a session by a cookie that no script reads, and get access tokens by it. */
@ApplicationScoped
@Path("/auth/browser")
@Tag(name = "Identity")
public class BrowserResource {
    private BrowserSessions browsers;
    private LoggingOut loggingOut;
    private AccessTokens tokens;
    private SteppingUp steppingUp;
    private JsonWebToken token;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected BrowserResource() {}

    @Inject
    public BrowserResource(
            BrowserSessions browsers,
            LoggingOut loggingOut,
            AccessTokens tokens,
            SteppingUp steppingUp,
            JsonWebToken token) {
        this.browsers = browsers;
        this.loggingOut = loggingOut;
        this.tokens = tokens;
        this.steppingUp = steppingUp;
        this.token = token;
    }

    /** Hands the browser the session of the request's token: 204 with the cookie, 401, 403, or 409. */
    @POST
    @Operation(
            operationId = "openBrowserSession",
            summary = "Let the browser hold the session by a cookie",
            description =
                    "The cookie is __Host-um-session: Secure, HttpOnly, SameSite=Lax. One browser holds a session, and takes it"
                            + " over soon after the login; who has a second factor has shown it by then.")
    @APIResponse(responseCode = "204", description = "The answer sets the cookie.")
    @APIResponse(responseCode = "401", description = "The login was too long ago, or lacks the second factor.")
    @APIResponse(responseCode = "403", description = "The request comes from another site, or does not say from where.")
    @APIResponse(responseCode = "409", description = "A browser holds the session already.")
    public Response open(@Context HttpHeaders headers) {
        sameOrigin(headers).require();
        CurrentUser user = CurrentUser.of(token);
        steppingUp.requireRecent(token);
        OpaqueToken secret =
                Refusals.stored(() -> browsers.give(user, secret(headers))).orElseThrow(BrowserResource::held);
        return Response.noContent()
                .header(HttpHeaders.SET_COOKIE, SessionCookie.handing(secret))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** An access token of the cookie's session: 200, 401, or 403 to other sites. */
    @POST
    @Path("/token")
    @PermitAll
    @SecurityRequirements
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getBrowserToken",
            summary = "Get an access token of the session that the browser's cookie holds",
            description = "For pages of the platform's own origin alone. The session goes on as if it were refreshed.")
    @APIResponse(
            responseCode = "200",
            description = "An access token.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AccessAnswer.class)))
    @APIResponse(responseCode = "401", description = "There is no such cookie, or its session has ended.")
    @APIResponse(responseCode = "403", description = "The request comes from another site, or does not say from where.")
    @APIResponse(responseCode = "429", description = "Too often.")
    public Response token(@Context HttpHeaders headers) {
        sameOrigin(headers).require();
        String secret = secret(headers).orElseThrow(BrowserResource::none);
        UUID session = Refusals.stored(() -> browsers.find(secret)).orElseThrow(BrowserResource::none);
        Refusals.stored(() -> browsers.take(session)).ifPresent(wait -> {
            throw Refusals.tooMany(wait);
        });
        Proved used =
                Refusals.stored(() -> browsers.use(session, Client.of(headers))).orElseThrow(BrowserResource::none);
        String access = tokens.issue(used.account(), used.session()).orElseThrow(Refusals::noKey);
        return Unkept.ok(new AccessAnswer(access, "Bearer", tokens.life().toSeconds()));
    }

    /**
     * Ends the cookie's session and takes the cookie: 204, also if there was none, or 200 with where the provider's own session ends; 403 to
     * other sites.
     */
    @DELETE
    @PermitAll
    @SecurityRequirements
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "closeBrowserSession", summary = "End the session that the browser's cookie holds")
    @APIResponse(
            responseCode = "200",
            description = "The session has ended here, and the answer takes the cookie; its provider's own has not.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LogoutAnswer.class)))
    @APIResponse(responseCode = "204", description = "The session has ended; the answer takes the cookie.")
    @APIResponse(responseCode = "400", description = "The URI is none of the provider's; nothing has ended.")
    @APIResponse(responseCode = "403", description = "The request comes from another site, or does not say from where.")
    public Response close(
            @Parameter(description = "One of the postLogoutRedirectUris of the provider that let the user in.")
                    @QueryParam("post_logout_redirect_uri")
                    @Nullable
                    String uri,
            @Parameter(description = "What the provider hands back with it.") @QueryParam("state") @Nullable
                    String state,
            @Context HttpHeaders headers) {
        sameOrigin(headers).require();
        if (!LogoutRequest.isState(state)) {
            throw Refusals.invalid("/state", "expected at most 255 characters");
        }
        Optional<URI> url = secret(headers)
                .flatMap(secret -> Refusals.stored(() -> loggingOut.byCookie(secret, new Return(uri, state))));
        return LogoutAnswer.of(url)
                .header(HttpHeaders.SET_COOKIE, SessionCookie.taking())
                .build();
    }

    private static Optional<String> secret(HttpHeaders headers) {
        return SessionCookie.in(headers.getHeaderString(HttpHeaders.COOKIE));
    }

    private static SameOrigin sameOrigin(HttpHeaders headers) {
        return SameOrigin.of(headers::getHeaderString);
    }

    private static RuntimeException held() {
        return new ProblemException(
                Problem.of(ProblemType.CONFLICT, "A browser holds the session already. Log in for another one."));
    }

    private static RuntimeException none() {
        return Refusals.unauthenticated("There is no such browser session, or it has ended.");
    }
}
