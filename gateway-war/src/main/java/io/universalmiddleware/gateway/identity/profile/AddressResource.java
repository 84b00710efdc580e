package io.universalmiddleware.gateway.identity.profile;

import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.enrolment.SteppingUp;
import io.universalmiddleware.gateway.identity.request.Body;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.rest.Guard;
import io.universalmiddleware.gateway.identity.rest.Proof;
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
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The address of a user's own account. */
@ApplicationScoped
@Path("/auth/profile/email")
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Identity")
public class AddressResource {
    private ChangingAddress changing;
    private SteppingUp steppingUp;
    private Guard guard;
    private JsonWebToken token;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected AddressResource() {}

    @Inject
    public AddressResource(ChangingAddress changing, SteppingUp steppingUp, Guard guard, JsonWebToken token) {
        this.changing = changing;
        this.steppingUp = steppingUp;
        this.guard = guard;
        this.token = token;
    }

    /** Writes to another address: 202. */
    @POST
    @Operation(
            operationId = "changeEmail",
            summary = "Ask for another e-mail address",
            description = "A token is mailed to it. The address stays what it is until the token was sent back.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AddressRequest.class)))
    @APIResponse(responseCode = "202", description = "The address is written to, whether or not it has an account.")
    @APIResponse(responseCode = "400", description = "It is no address.")
    @APIResponse(
            responseCode = "401",
            description = "The login is too old, or lacks the second factor of who has one (RFC 9470).")
    @APIResponse(responseCode = "429", description = "Too many attempts from this address.")
    public Response ask(InputStream body, @Context HttpHeaders headers) throws IOException {
        CurrentUser user = CurrentUser.of(token);
        steppingUp.requireRecent(token);
        AddressRequest wanted = Body.read(body, AddressRequest::read);
        guard.requirePatience(Client.of(headers).address());
        Refusals.done(() -> changing.ask(user.account(), new Email(wanted.email())));
        return Response.accepted().build();
    }

    /** Takes the token that was mailed: 204. One's other sessions end. */
    @POST
    @Path("/confirm")
    @Operation(
            operationId = "confirmEmail",
            summary = "Change one's e-mail address with the token that was mailed",
            description = "One's other sessions end.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Proof.class)))
    @APIResponse(responseCode = "204", description = "The account has that address.")
    @APIResponse(responseCode = "400", description = "The token does not count, or not any more.")
    @APIResponse(responseCode = "429", description = "Too many attempts from this address.")
    public Response confirm(InputStream body, @Context HttpHeaders headers) throws IOException {
        CurrentUser user = CurrentUser.of(token);
        Proof proof = Body.read(body, Proof::read);
        guard.requirePatience(Client.of(headers).address());
        Refusals.done(() -> changing.confirm(user, proof.token()));
        return Response.noContent().build();
    }
}
