package io.universalmiddleware.gateway.identity.rest;

import io.universalmiddleware.gateway.identity.account.Accounts;
import io.universalmiddleware.gateway.identity.request.Body;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.request.Refusals;
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

/** Takes the proofs that addresses were verified with. */
@ApplicationScoped
@Path("/auth/verify")
@PermitAll
@Tag(name = "Identity")
public class VerificationResource {
    private Accounts accounts;
    private Guard guard;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected VerificationResource() {}

    @Inject
    public VerificationResource(Accounts accounts, Guard guard) {
        this.accounts = accounts;
        this.guard = guard;
    }

    /** Verifies an address: 204. A token counts once, for a day. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @SecurityRequirements
    @Operation(operationId = "verifyEmail", summary = "Verify an e-mail address with the token that was mailed")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Proof.class)))
    @APIResponse(responseCode = "204", description = "The address is verified.")
    @APIResponse(responseCode = "400", description = "The token does not count, or not any more.")
    @APIResponse(responseCode = "429", description = "Too many attempts from this address.")
    public Response verify(InputStream body, @Context HttpHeaders headers) throws IOException {
        Proof proof = Body.read(body, Proof::read);
        guard.requirePatience(Client.of(headers).address());
        if (!Refusals.stored(() -> accounts.verify(proof.token()))) {
            throw Refusals.invalid("/token", "expected a token of the last day, not used yet");
        }
        return Response.noContent().build();
    }
}
