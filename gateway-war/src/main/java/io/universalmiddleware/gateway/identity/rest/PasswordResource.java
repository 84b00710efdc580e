package io.universalmiddleware.gateway.identity.rest;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.account.Tenants;
import io.universalmiddleware.gateway.identity.enrolment.SteppingUp;
import io.universalmiddleware.gateway.identity.renewal.RenewingPassword;
import io.universalmiddleware.gateway.identity.request.Body;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.request.Refusals;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Passwords that are changed, and set by who has forgotten them. */
@ApplicationScoped
@Path("/auth/password")
@Tag(name = "Identity")
public class PasswordResource {
    private RenewingPassword renewing;
    private Tenants tenants;
    private Guard guard;
    private SteppingUp steppingUp;
    private JsonWebToken token;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected PasswordResource() {}

    @Inject
    public PasswordResource(
            RenewingPassword renewing, Tenants tenants, Guard guard, SteppingUp steppingUp, JsonWebToken token) {
        this.renewing = renewing;
        this.tenants = tenants;
        this.guard = guard;
        this.steppingUp = steppingUp;
        this.token = token;
    }

    /** Changes one's own password and ends one's other sessions: 204. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "changePassword", summary = "Change one's own password")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PasswordChange.class)))
    @APIResponse(responseCode = "204", description = "It is changed, and every other session has ended.")
    @APIResponse(responseCode = "400", description = "The new password is refused.")
    @APIResponse(responseCode = "401", description = "The present password is another one.")
    @APIResponse(responseCode = "429", description = "Too many failed attempts.")
    public Response change(InputStream body, @Context HttpHeaders headers) throws IOException {
        CurrentUser user = CurrentUser.of(token);
        steppingUp.require(token);
        PasswordChange wanted = Body.read(body, PasswordChange::read);
        Refusals.done(() -> renewing.change(
                user.account(),
                user.session(),
                wanted.present(),
                wanted.other(),
                Client.of(headers).address()));
        return Response.noContent().build();
    }

    /** Mails a token to an address, or sets the password with it: 202 and 204. */
    @POST
    @Path("/reset")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    @SecurityRequirements
    @Operation(
            operationId = "resetPassword",
            summary = "Set a password that was forgotten",
            description =
                    "With email: a token is mailed, if the address has an account. With token and new_password: it is set.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PasswordReset.class)))
    @APIResponse(responseCode = "202", description = "If the address has an account, its owner is written to.")
    @APIResponse(responseCode = "204", description = "It is set, and every session has ended.")
    @APIResponse(responseCode = "400", description = "The token does not count, or the password is refused.")
    @APIResponse(responseCode = "429", description = "Too many attempts from this address.")
    public Response reset(InputStream body, @Context HttpHeaders headers) throws IOException {
        PasswordReset wanted = Body.read(body, PasswordReset::read);
        TenantId tenant = tenants.named(headers.getHeaderString(Tenants.FIELD));
        guard.requireReady();
        guard.requirePatience(Client.of(headers).address());
        boolean asks = wanted.email() != null;
        return Refusals.stored(() -> {
            if (asks) {
                renewing.ask(tenant, new Email(Objects.requireNonNull(wanted.email())));
                return Response.accepted().build();
            }
            renewing.reset(Objects.requireNonNull(wanted.token()), Objects.requireNonNull(wanted.other()));
            return Response.noContent().build();
        });
    }
}
