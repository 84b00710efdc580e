package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.gateway.control.ChangingEntries.Changed;
import io.universalmiddleware.gateway.definition.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The API keys. A secret is told once, when it is made; what is kept of it cannot be turned back. Whoever makes, changes or rotates one lets
 * callers in: a second factor is asked for, and for deleting one. To revoke one it is not.
 */
@ApplicationScoped
@Path("/api-keys")
@Tag(name = "Edge: api-keys", description = "Keys with which a tenant's consumers say who they are.")
public class ApiKeyResource extends EntriesResource {

    private KeyUses uses;
    private ProvingPresence presence;

    /** For the client proxy. */
    @SuppressWarnings({"NullAway", "NullAway.Init"})
    protected ApiKeyResource() {
        super(Kind.API_KEY, null);
    }

    @Inject
    public ApiKeyResource(ControlPlane control, KeyUses uses, ProvingPresence presence) {
        super(Kind.API_KEY, control);
        this.uses = uses;
        this.presence = presence;
    }

    @Override
    void beforeChange() {
        presence.require();
    }

    /** How often a key was used: 200, or 404. */
    @GET
    @Path("/{id}/use")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "readApiKeyUse",
            summary = "Read how often a key was used",
            description = "By all nodes together; each tells every ten seconds.")
    @APIResponse(
            responseCode = "200",
            description = "Its uses.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Told.KeyUseTold.class)))
    @APIResponse(responseCode = "404", description = "There is none of this id.")
    public Told.KeyUseTold use(@Parameter(description = "Its id, a UUID.") @PathParam("id") String id) {
        UUID key = Stored.call(() -> control().finding().find(control().caller(), Kind.API_KEY, id))
                .id();
        return Stored.call(() -> uses.find(key))
                .map(use -> new Told.KeyUseTold(use.uses(), use.lastUsedAt()))
                .orElseGet(() -> new Told.KeyUseTold(0, null));
    }

    /** Gives a key a new secret: 200, or 404, 412. */
    @POST
    @Path("/{id}/rotate")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rotateApiKey",
            summary = "Give a key a new secret",
            description =
                    "{\"overlap\": \"1h\"} lets those it has be used so long, 90 days at most; without it they end at once.")
    @RequestBody(
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(
            responseCode = "200",
            description = "The key, with its new secret, which is in this answer alone.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(responseCode = "400", description = "The overlap is not valid.")
    @APIResponse(responseCode = "401", description = "One has a second factor and has not shown it lately (RFC 9470).")
    @APIResponse(responseCode = "404", description = "There is none of this id.")
    @APIResponse(responseCode = "412", description = "It is not at what If-Match says.")
    public Response rotate(
            @Parameter(description = "Its id, a UUID.") @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            InputStream body)
            throws IOException {
        ObjectNode request = control().optional(body);
        beforeChange();
        return answer(
                Response.ok(),
                control().serve(by -> control().changing().rotate(by, id, request, ifMatch), Changed::revision));
    }

    /** Takes a key all its secrets: 200, or 404, 412. */
    @POST
    @Path("/{id}/revoke")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "revokeApiKey",
            summary = "Revoke a key",
            description = "At once, on every node, for good.")
    @APIResponse(
            responseCode = "200",
            description = "The key, disabled and without secrets.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(responseCode = "404", description = "There is none of this id.")
    @APIResponse(responseCode = "412", description = "It is not at what If-Match says.")
    public Response revoke(
            @Parameter(description = "Its id, a UUID.") @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return answer(
                Response.ok(), control().serve(by -> control().changing().revoke(by, id, ifMatch), Changed::revision));
    }
}
