package io.universalmiddleware.gateway.identity.rest;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.identity.account.Registering;
import io.universalmiddleware.gateway.identity.account.Tenants;
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

/** Takes registrations; what comes of one is told by mail alone. */
@ApplicationScoped
@Path("/auth/register")
@PermitAll
@Tag(name = "Identity", description = "Accounts, logins and sessions of a tenant's users.")
public class RegistrationResource {
    private Registering registering;
    private Tenants tenants;
    private Guard guard;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected RegistrationResource() {}

    @Inject
    public RegistrationResource(Registering registering, Tenants tenants, Guard guard) {
        this.registering = registering;
        this.tenants = tenants;
        this.guard = guard;
    }

    /** Registers somebody with the tenant of X-Tenant: 202, whether or not the address has an account already. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @SecurityRequirements
    @Operation(
            operationId = "register",
            summary = "Register with a tenant",
            description = "The tenant is that of X-Tenant, else the default one. What comes of it is told by mail.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Credentials.class)))
    @APIResponse(responseCode = "202", description = "The owner of the address is written to.")
    @APIResponse(
            responseCode = "400",
            description = "A field is missing, unknown or not valid, or the password is refused.")
    @APIResponse(responseCode = "404", description = "There is no such tenant.")
    @APIResponse(responseCode = "429", description = "Too many attempts from this address.")
    @APIResponse(responseCode = "503", description = "Too many wait, or nobody can be let in now.")
    public Response register(InputStream body, @Context HttpHeaders headers) throws IOException {
        Credentials wanted = Body.read(body, Credentials::read);
        TenantId tenant = tenants.named(headers.getHeaderString(Tenants.FIELD));
        guard.requireReady();
        guard.requirePatience(Client.of(headers).address());
        Refusals.done(() -> registering.register(tenant, wanted.address(), wanted.password()));
        return Response.accepted().build();
    }
}
