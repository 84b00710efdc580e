package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.contracts.paging.Page;
import io.universalmiddleware.persistence.identity.Application;
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
 * The applications of a tenant. To whoever does not manage every tenant those of others are not there. What gives rights is for who has
 * the role {@code admin}, and takes a recent login with the second factor of who has one.
 */
@ApplicationScoped
@Path("/applications")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Edge: applications", description = "Programs of tenants by which their users log in.")
public class ApplicationResource {
    private ClientRequests requests;
    private Applications applications;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ApplicationResource() {}

    @Inject
    public ApplicationResource(ClientRequests requests, Applications applications) {
        this.requests = requests;
        this.applications = applications;
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
        Page<Application> page = requests.list(applications, tenant, limit, cursor);
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
        return requests.create(applications, body, ApplicationRequest::read);
    }

    /** An application: 200 or 404. */
    @GET
    @Path("/{id}")
    @Operation(operationId = "readApplication", summary = "Read an application")
    @APIResponse(
            responseCode = "200",
            description = "The application, with an ETag.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ApplicationAnswer.class)))
    @APIResponse(responseCode = "404", description = "There is no such application.")
    public Response read(@Parameter(description = "Its id.") @PathParam("id") String id) {
        return requests.read(applications, id);
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
            description = "The application as it is now, with an ETag.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ApplicationAnswer.class)))
    @APIResponse(responseCode = "404", description = "There is no such application.")
    @APIResponse(responseCode = "412", description = "It is not at what If-Match says.")
    public Response change(
            @Parameter(description = "Its id.") @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            InputStream body)
            throws IOException {
        return requests.change(applications, id, ifMatch, body, in -> ApplicationChange.read(in)::of);
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
    @APIResponse(responseCode = "412", description = "It is not at what If-Match says.")
    public Response rotate(
            @Parameter(description = "Its id.") @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            InputStream body)
            throws IOException {
        return requests.rotate(applications, id, ifMatch, body);
    }

    /** Removes an application: 204. */
    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteApplication", summary = "Remove an application; its tokens end at once")
    @APIResponse(responseCode = "204", description = "It is gone.")
    @APIResponse(responseCode = "404", description = "There is no such application.")
    @APIResponse(responseCode = "412", description = "It is not at what If-Match says.")
    public void delete(
            @Parameter(description = "Its id.") @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        requests.delete(applications, id, ifMatch);
    }
}
