package io.universalmiddleware.gateway.identity.external.rest;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.identity.enrolment.SteppingUp;
import io.universalmiddleware.gateway.identity.external.login.BeginningLogin;
import io.universalmiddleware.gateway.identity.external.login.FinishingLink;
import io.universalmiddleware.gateway.identity.external.login.LinkingIdentities;
import io.universalmiddleware.gateway.identity.request.Body;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.request.Unkept;
import io.universalmiddleware.gateway.identity.rest.Guard;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whom providers know a user as. Who links another lets them in: a login not long ago is asked for, with the second factor if there is one. */
@ApplicationScoped
@Path("/auth/identities")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Identity")
public class IdentityResource {
    private BeginningLogin beginning;
    private FinishingLink finishing;
    private LinkingIdentities identities;
    private SteppingUp steppingUp;
    private Guard guard;
    private JsonWebToken token;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected IdentityResource() {}

    @Inject
    public IdentityResource(
            BeginningLogin beginning,
            FinishingLink finishing,
            LinkingIdentities identities,
            SteppingUp steppingUp,
            Guard guard,
            JsonWebToken token) {
        this.beginning = beginning;
        this.finishing = finishing;
        this.identities = identities;
        this.steppingUp = steppingUp;
        this.guard = guard;
        this.token = token;
    }

    /** The identities that are linked: 200. */
    @GET
    @Operation(operationId = "listIdentities", summary = "List whom providers know one as")
    @APIResponse(
            responseCode = "200",
            description = "The oldest first.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = IdentityAnswer.All.class)))
    public IdentityAnswer.All list() {
        CurrentUser user = CurrentUser.of(token);
        return new IdentityAnswer.All(Refusals.stored(() -> identities.of(user.account())).stream()
                .map(IdentityAnswer::of)
                .toList());
    }

    /** Begins to link one: 200 with where to send the browser. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "linkIdentity",
            summary = "Begin to link whom a provider knows",
            description = "The provider's answer is sent to confirm.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LinkRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "Where to send the browser, and what to confirm with within ten minutes.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BegunAnswer.class)))
    @APIResponse(responseCode = "400", description = "The URI is none of the provider's.")
    @APIResponse(responseCode = "401", description = "The login is too old, or did not show the second factor.")
    @APIResponse(responseCode = "404", description = "There is no such provider.")
    @APIResponse(responseCode = "429", description = "Too many were begun from this address.")
    @APIResponse(responseCode = "503", description = "The provider cannot be reached now.")
    public Response link(InputStream body, @Context HttpHeaders headers) throws IOException {
        CurrentUser user = CurrentUser.of(token);
        steppingUp.requireRecent(token);
        LinkRequest sent = Body.read(body, LinkRequest::read);
        guard.requirePatience(Client.of(headers).address());
        return Unkept.ok(BegunAnswer.of(
                Refusals.stored(() -> beginning.begin(tenant(), sent.provider(), sent.redirectUri(), user.account()))));
    }

    /** Links one: 200. */
    @POST
    @Path("/confirm")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "confirmIdentity", summary = "Link whom a provider's answer names")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ProviderAnswer.class)))
    @APIResponse(
            responseCode = "200",
            description = "It is linked.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = IdentityAnswer.class)))
    @APIResponse(responseCode = "401", description = "The answer does not count.")
    @APIResponse(responseCode = "409", description = "It is linked to another account.")
    @APIResponse(responseCode = "429", description = "Too many attempts from this address.")
    @APIResponse(responseCode = "503", description = "The provider cannot be reached now: begin again.")
    public IdentityAnswer confirm(InputStream body, @Context HttpHeaders headers) throws IOException {
        CurrentUser user = CurrentUser.of(token);
        ProviderAnswer sent = Body.read(body, ProviderAnswer::read);
        guard.requirePatience(Client.of(headers).address());
        return IdentityAnswer.of(Refusals.stored(
                () -> finishing.finish(user.account(), sent.brought(tenant(), user.account(), Client.of(headers)))));
    }

    /** Unlinks one: 204, or 404. */
    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "unlinkIdentity",
            summary = "Unlink whom a provider knows",
            description =
                    "Roles that came from the provider's groups go with it, and the account's other sessions end.")
    @APIResponse(responseCode = "204", description = "Nobody is let in by it any more.")
    @APIResponse(responseCode = "401", description = "One has a second factor and has not shown it lately (RFC 9470).")
    @APIResponse(responseCode = "404", description = "There is no such identity.")
    public void unlink(@Parameter(description = "The identity's id.") @PathParam("id") String id) {
        CurrentUser user = CurrentUser.of(token);
        steppingUp.require(token);
        UUID identity = uuid(id);
        if (!Refusals.stored(() -> identities.unlink(user.account(), user.session(), identity))) {
            throw notFound();
        }
    }

    private TenantId tenant() {
        return new TenantId(String.valueOf(token.<Object>getClaim("tenant")));
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException none) {
            throw notFound();
        }
    }

    private static ProblemException notFound() {
        return new ProblemException(Problem.of(ProblemType.NOT_FOUND, "There is no such identity."));
    }
}
