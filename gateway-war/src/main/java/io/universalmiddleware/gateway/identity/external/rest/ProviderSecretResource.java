package io.universalmiddleware.gateway.identity.external.rest;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.control.Administrator;
import io.universalmiddleware.gateway.control.ControlPlane;
import io.universalmiddleware.gateway.control.FindingEntries;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.gateway.identity.enrolment.SteppingUp;
import io.universalmiddleware.gateway.identity.external.login.Registrations;
import io.universalmiddleware.gateway.identity.request.Body;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.persistence.configuration.Entry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the platform shows a provider as its client. It is kept sealed, and nobody is shown it again. */
@ApplicationScoped
@Path("/providers/{id}/secret")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Edge: providers")
public class ProviderSecretResource {
    private Registrations registrations;
    private ControlPlane control;
    private FindingEntries finding;
    private SteppingUp steppingUp;
    private JsonWebToken token;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ProviderSecretResource() {}

    @Inject
    public ProviderSecretResource(
            Registrations registrations,
            ControlPlane control,
            FindingEntries finding,
            SteppingUp steppingUp,
            JsonWebToken token) {
        this.registrations = registrations;
        this.control = control;
        this.finding = finding;
        this.steppingUp = steppingUp;
        this.token = token;
    }

    /** Sets it, in the place of the one that there was: 204. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "setProviderSecret", summary = "Set what the platform shows a provider as its client")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = NewProviderSecret.class)))
    @APIResponse(responseCode = "204", description = "It is kept, sealed, and not shown again.")
    @APIResponse(responseCode = "401", description = "One has a second factor and has not shown it lately (RFC 9470).")
    @APIResponse(responseCode = "404", description = "There is none of this id.")
    public Response set(
            @Parameter(description = "The provider's id, a UUID.") @PathParam("id") String id, InputStream body)
            throws IOException {
        steppingUp.require(token);
        NewProviderSecret sent = Body.read(body, NewProviderSecret::read);
        Administrator by = control.caller();
        Refusals.done(() -> {
            Entry provider = finding.find(by, Kind.PROVIDER, id);
            registrations.setSecret(new TenantId(provider.tenant()), by.actor(), provider.id(), sent.secret());
        });
        return Response.noContent().build();
    }

    /** Removes it: 204, also if there was none. */
    @DELETE
    @Operation(
            operationId = "removeProviderSecret",
            summary = "Be a public client of a provider",
            description = "The platform shows it nothing from then on but the proof of PKCE.")
    @APIResponse(responseCode = "204", description = "There is none.")
    @APIResponse(responseCode = "401", description = "One has a second factor and has not shown it lately (RFC 9470).")
    @APIResponse(responseCode = "404", description = "There is none of this id.")
    public Response remove(@Parameter(description = "The provider's id, a UUID.") @PathParam("id") String id) {
        steppingUp.require(token);
        Administrator by = control.caller();
        Refusals.done(() -> {
            Entry provider = finding.find(by, Kind.PROVIDER, id);
            registrations.removeSecret(new TenantId(provider.tenant()), by.actor(), provider.id());
        });
        return Response.noContent().build();
    }
}
