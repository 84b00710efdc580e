package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.contracts.paging.Page;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.control.Administrator;
import io.universalmiddleware.gateway.identity.account.Tenants;
import io.universalmiddleware.gateway.identity.administration.AdministeringClients.Secret;
import io.universalmiddleware.gateway.identity.request.Body;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
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
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
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
 * The service accounts of a tenant. To whoever does not manage every tenant those of others are not there. What gives rights is for who has
 * the role {@code admin}, and takes a recent login with the second factor of who has one.
 */
@ApplicationScoped
@Path("/service-accounts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Edge: service-accounts", description = "Programs of tenants that get tokens for themselves.")
public class ServiceAccountResource {
    private AdministeringClients clients;
    private Tenants tenants;
    private Caller caller;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ServiceAccountResource() {}

    @Inject
    public ServiceAccountResource(AdministeringClients clients, Tenants tenants, Caller caller, Clock clock) {
        this.clients = clients;
        this.tenants = tenants;
        this.caller = caller;
        this.clock = clock;
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
        TenantId of = Managed.tenant(caller.who(), tenant);
        Page<RegisteredClient> page = Managed.page(limit, cursor, (after, most) -> clients.list(of, after, most));
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
            description = "The service account, with its secret, which is in this answer alone.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceAccountAnswer.class)))
    @APIResponse(responseCode = "404", description = "There is no such tenant.")
    @APIResponse(responseCode = "409", description = "The tenant has one of this name.")
    public Response create(InputStream body) throws IOException {
        Administrator by = caller.whoMayGiveRights();
        ServiceAccountRequest asked = Body.read(body, ServiceAccountRequest::read);
        TenantId tenant = Managed.tenant(by, asked.tenant());
        Instant now = clock.instant();
        RegisteredClient client = new RegisteredClient(
                Uuid7.next(clock),
                tenant,
                asked.name(),
                asked.roles(),
                asked.scopes(),
                false,
                asked.expiresAt(),
                now,
                now);
        Secret made = Refusals.stored(() -> {
                    tenants.require(tenant);
                    return clients.make(by.actor(), client);
                })
                .orElseThrow(() -> new ProblemException(
                        Problem.of(ProblemType.CONFLICT, "The tenant has a service account of this name.")));
        return told(Response.created(URI.create("/admin/v1/service-accounts/" + client.id())), made);
    }

    /** A service account: 200 or 404. */
    @GET
    @Path("/{id}")
    @Operation(operationId = "readServiceAccount", summary = "Read a service account")
    @APIResponse(
            responseCode = "200",
            description = "The service account.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceAccountAnswer.class)))
    @APIResponse(responseCode = "404", description = "There is no such service account.")
    public ServiceAccountAnswer read(@Parameter(description = "Its id.") @PathParam("id") String id) {
        Administrator by = caller.who();
        UUID client = id(id);
        return ServiceAccountAnswer.of(Refusals.stored(() -> clients.find(client, by.onlyTenant()))
                .orElseThrow(ServiceAccountResource::notFound));
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
            description = "The service account as it is now.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceAccountAnswer.class)))
    @APIResponse(responseCode = "404", description = "There is no such service account.")
    public ServiceAccountAnswer change(@Parameter(description = "Its id.") @PathParam("id") String id, InputStream body)
            throws IOException {
        UUID client = id(id);
        Administrator by = caller.whoMayGiveRights();
        ServiceAccountChange change = Body.read(body, ServiceAccountChange::read);
        return ServiceAccountAnswer.of(
                Refusals.stored(() -> clients.change(by.actor(), client, by.onlyTenant(), change, clock.instant()))
                        .orElseThrow(ServiceAccountResource::notFound));
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
    public Response rotate(@Parameter(description = "Its id.") @PathParam("id") String id, InputStream body)
            throws IOException {
        UUID client = id(id);
        Administrator by = caller.whoMayGiveRights();
        Overlap overlap = Body.read(body, Overlap::read);
        return told(
                Response.ok(),
                Refusals.stored(() ->
                                clients.rotate(by.actor(), client, by.onlyTenant(), overlap.overlap(), clock.instant()))
                        .orElseThrow(ServiceAccountResource::notFound));
    }

    /** Removes a service account: 204. */
    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteServiceAccount", summary = "Remove a service account; its tokens end at once")
    @APIResponse(responseCode = "204", description = "It is gone.")
    @APIResponse(responseCode = "404", description = "There is no such service account.")
    public void delete(@Parameter(description = "Its id.") @PathParam("id") String id) {
        UUID client = id(id);
        Administrator by = caller.who();
        if (!Refusals.stored(() -> clients.remove(by.actor(), client, by.onlyTenant(), clock.instant()))) {
            throw notFound();
        }
    }

    private static Response told(Response.ResponseBuilder answer, Secret made) {
        return answer.entity(
                        ServiceAccountAnswer.of(made.client(), made.secret().text()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static UUID id(String text) {
        return Managed.uuid(text).orElseThrow(ServiceAccountResource::notFound);
    }

    private static ProblemException notFound() {
        return new ProblemException(Problem.of(ProblemType.NOT_FOUND, "There is no such service account."));
    }
}
