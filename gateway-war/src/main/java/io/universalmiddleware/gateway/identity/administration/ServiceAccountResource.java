package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.contracts.paging.Page;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The service accounts of a tenant. To whoever does not manage every tenant those of others are not there. What gives rights is for who has
 * the role {@code admin}, and takes a recent login with the second factor of who has one.
 */
@ApplicationScoped
@Path("/service-accounts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Edge: service-accounts", description = "Programs of tenants that get tokens for themselves.")
public class ServiceAccountResource {
    private ClientRequests requests;
    private ServiceAccounts accounts;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ServiceAccountResource() {}

    @Inject
    public ServiceAccountResource(ClientRequests requests, ServiceAccounts accounts) {
        this.requests = requests;
        this.accounts = accounts;
    }

    /** A page of service accounts: 200. */
    @GET
    @Operation(operationId = "listServiceAccounts", summary = "List a tenant's service accounts, the oldest first")
    @APIResponse(
            responseCode = "200",
            description = "A page.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceAccountAnswer.Page.class)))
    public ServiceAccountAnswer.Page list(
            @Parameter(description = "Whose; one's own by default.") @QueryParam("tenant") @Nullable String tenant,
            @Parameter(description = "At most so many, 200 at most; 50 by default.") @QueryParam("limit") @Nullable
                    String limit,
            @Parameter(description = "A page's nextCursor.") @QueryParam("cursor") @Nullable String cursor) {
        Page<RegisteredClient> page = requests.list(accounts, tenant, limit, cursor);
        return new ServiceAccountAnswer.Page(
                page.told(ServiceAccountAnswer::of),
                page.next(client -> client.id().toString()));
    }

    /** Makes a service account: 201 with its secret. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createServiceAccount",
            summary = "Make a service account",
            description = "Its id and its secret are the client_id and the client_secret at /oauth2/token.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceAccountRequest.class)))
    @APIResponse(
            responseCode = "201",
            description = "The service account, with an ETag, and its secret, which is in this answer alone.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceAccountAnswer.class)))
    @APIResponse(responseCode = "404", description = "There is no such tenant.")
    @APIResponse(responseCode = "409", description = "The tenant has one of this name.")
    public Response create(InputStream body) throws IOException {
        return requests.create(accounts, body, ServiceAccountRequest::read);
    }

    /** A service account: 200 or 404. */
    @GET
    @Path("/{id}")
    @Operation(operationId = "readServiceAccount", summary = "Read a service account")
    @APIResponse(
            responseCode = "200",
            description = "The service account, with an ETag.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceAccountAnswer.class)))
    @APIResponse(responseCode = "404", description = "There is no such service account.")
    public Response read(@Parameter(description = "Its id.") @PathParam("id") String id) {
        return requests.read(accounts, id);
    }

    /** Changes a service account: 200. */
    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @Operation(
            operationId = "changeServiceAccount",
            summary = "Change what a service account may, or keep it out",
            description = "The tokens of one that is kept out, or may less than before, end at once.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceAccountChange.class)))
    @APIResponse(
            responseCode = "200",
            description = "The service account as it is now, with an ETag.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceAccountAnswer.class)))
    @APIResponse(responseCode = "404", description = "There is no such service account.")
    @APIResponse(responseCode = "412", description = "It is not at what If-Match says.")
    public Response change(
            @Parameter(description = "Its id.") @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            InputStream body)
            throws IOException {
        return requests.change(accounts, id, ifMatch, body, in -> ServiceAccountChange.read(in)::of);
    }

    /** Gives a service account another secret: 200. */
    @POST
    @Path("/{id}/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rotateServiceAccount",
            summary = "Give a service account another secret",
            description = "The one before counts for the overlap, those before that no more.")
    @RequestBody(
            required = true,
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Overlap.class)))
    @APIResponse(
            responseCode = "200",
            description = "The service account, with its new secret, which is in this answer alone.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceAccountAnswer.class)))
    @APIResponse(responseCode = "404", description = "There is no such service account.")
    @APIResponse(responseCode = "412", description = "It is not at what If-Match says.")
    public Response rotate(
            @Parameter(description = "Its id.") @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            InputStream body)
            throws IOException {
        return requests.rotate(accounts, id, ifMatch, body);
    }

    /** Removes a service account: 204. */
    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteServiceAccount", summary = "Remove a service account; its tokens end at once")
    @APIResponse(responseCode = "204", description = "It is gone.")
    @APIResponse(responseCode = "404", description = "There is no such service account.")
    @APIResponse(responseCode = "412", description = "It is not at what If-Match says.")
    public void delete(
            @Parameter(description = "Its id.") @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        requests.delete(accounts, id, ifMatch);
    }
}
