package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.contracts.paging.Page;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.control.Administrator;
import io.universalmiddleware.gateway.identity.account.Tenants;
import io.universalmiddleware.gateway.identity.administration.AdministeringApplications.Made;
import io.universalmiddleware.gateway.identity.request.Body;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.Application;
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
import java.util.Set;
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
 * The applications of a tenant. To whoever does not manage every tenant those of others are not there. What gives rights is for who has
 * the role {@code admin}, and takes a recent login with the second factor of who has one.
 */
@ApplicationScoped
@Path("/applications")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Edge: applications", description = "Programs of tenants by which their users log in.")
public class ApplicationResource {
    private AdministeringApplications applications;
    private Tenants tenants;
    private Caller caller;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ApplicationResource() {}

    @Inject
    public ApplicationResource(AdministeringApplications applications, Tenants tenants, Caller caller, Clock clock) {
        this.applications = applications;
        this.tenants = tenants;
        this.caller = caller;
        this.clock = clock;
    }

    /** A page of applications: 200. */
    @GET
    @Operation(operationId = "listApplications", summary = "List a tenant's applications, the oldest first")
    @APIResponse(
            responseCode = "200",
            description = "A page.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ApplicationAnswer.Page.class)))
    public ApplicationAnswer.Page list(
            @Parameter(description = "Whose; one's own by default.") @QueryParam("tenant") @Nullable String tenant,
            @Parameter(description = "At most so many, 200 at most; 50 by default.") @QueryParam("limit") @Nullable
                    String limit,
            @Parameter(description = "A page's nextCursor.") @QueryParam("cursor") @Nullable String cursor) {
        TenantId of = Managed.tenant(caller.who(), tenant);
        Page<Application> page = Managed.page(limit, cursor, (after, most) -> applications.list(of, after, most));
        return new ApplicationAnswer.Page(
                page.told(ApplicationAnswer::of),
                page.next(application -> application.client().id().toString()));
    }

    /** Makes an application: 201, with its secret if it keeps one. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createApplication",
            summary = "Make an application",
            description =
                    "Its id is the client_id at /oauth2/authorize and /oauth2/token, and the secret of a confidential one the client_secret.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ApplicationRequest.class)))
    @APIResponse(
            responseCode = "201",
            description = "The application; a confidential one's secret is in this answer alone.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ApplicationAnswer.class)))
    @APIResponse(responseCode = "404", description = "There is no such tenant.")
    @APIResponse(responseCode = "409", description = "The tenant has a client of this name.")
    public Response create(InputStream body) throws IOException {
        Administrator by = caller.whoMayGiveRights();
        ApplicationRequest asked = Body.read(body, ApplicationRequest::read);
        TenantId tenant = Managed.tenant(by, asked.tenant());
        Instant now = clock.instant();
        Application application = new Application(
                new RegisteredClient(
                        Uuid7.next(clock), tenant, asked.name(), Set.of(), asked.scopes(), false, null, now, now),
                asked.confidential(),
                asked.redirectUris(),
                asked.postLogoutRedirectUris());
        Made made = Refusals.stored(() -> {
                    tenants.require(tenant);
                    return applications.make(by.actor(), application);
                })
                .orElseThrow(() -> new ProblemException(
                        Problem.of(ProblemType.CONFLICT, "The tenant has a client of this name.")));
        return told(
                Response.created(URI.create(
                        "/admin/v1/applications/" + application.client().id())),
                made);
    }

    /** An application: 200 or 404. */
    @GET
    @Path("/{id}")
    @Operation(operationId = "readApplication", summary = "Read an application")
    @APIResponse(
            responseCode = "200",
            description = "The application.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ApplicationAnswer.class)))
    @APIResponse(responseCode = "404", description = "There is no such application.")
    public ApplicationAnswer read(@Parameter(description = "Its id.") @PathParam("id") String id) {
        Administrator by = caller.who();
        UUID application = id(id);
        return ApplicationAnswer.of(Refusals.stored(() -> applications.find(application, by.onlyTenant()))
                .orElseThrow(ApplicationResource::notFound));
    }

    /** Changes an application: 200. */
    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @Operation(
            operationId = "changeApplication",
            summary = "Change what an application may, or keep it out",
            description = "The tokens of one that is kept out, or may less than before, end at once.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ApplicationChange.class)))
    @APIResponse(
            responseCode = "200",
            description = "The application as it is now.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ApplicationAnswer.class)))
    @APIResponse(responseCode = "404", description = "There is no such application.")
    public ApplicationAnswer change(@Parameter(description = "Its id.") @PathParam("id") String id, InputStream body)
            throws IOException {
        UUID application = id(id);
        Administrator by = caller.whoMayGiveRights();
        ApplicationChange change = Body.read(body, ApplicationChange::read);
        return ApplicationAnswer.of(Refusals.stored(
                        () -> applications.change(by.actor(), application, by.onlyTenant(), change, clock.instant()))
                .orElseThrow(ApplicationResource::notFound));
    }

    /** Gives an application another secret: 200. */
    @POST
    @Path("/{id}/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rotateApplication",
            summary = "Give an application another secret",
            description = "The one before counts for the overlap, those before that no more.")
    @RequestBody(
            required = true,
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Overlap.class)))
    @APIResponse(
            responseCode = "200",
            description = "The application, with its new secret, which is in this answer alone.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ApplicationAnswer.class)))
    @APIResponse(responseCode = "404", description = "There is no such application, or it keeps no secret.")
    public Response rotate(@Parameter(description = "Its id.") @PathParam("id") String id, InputStream body)
            throws IOException {
        UUID application = id(id);
        Administrator by = caller.whoMayGiveRights();
        Overlap overlap = Body.read(body, Overlap::read);
        return told(
                Response.ok(),
                Refusals.stored(() -> applications.rotate(
                                by.actor(), application, by.onlyTenant(), overlap.overlap(), clock.instant()))
                        .orElseThrow(ApplicationResource::notFound));
    }

    /** Removes an application: 204. */
    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteApplication", summary = "Remove an application; its tokens end at once")
    @APIResponse(responseCode = "204", description = "It is gone.")
    @APIResponse(responseCode = "404", description = "There is no such application.")
    public void delete(@Parameter(description = "Its id.") @PathParam("id") String id) {
        UUID application = id(id);
        Administrator by = caller.who();
        if (!Refusals.stored(() -> applications.remove(by.actor(), application, by.onlyTenant(), clock.instant()))) {
            throw notFound();
        }
    }

    private static Response told(Response.ResponseBuilder answer, Made made) {
        @Nullable OpaqueToken secret = made.secret();
        return answer.entity(ApplicationAnswer.of(made.application(), secret == null ? null : secret.text()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static UUID id(String text) {
        return Managed.uuid(text).orElseThrow(ApplicationResource::notFound);
    }

    private static ProblemException notFound() {
        return new ProblemException(Problem.of(ProblemType.NOT_FOUND, "There is no such application."));
    }
}
