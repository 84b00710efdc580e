package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.paging.Page;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.control.Administrator;
import io.universalmiddleware.gateway.control.Precondition;
import io.universalmiddleware.gateway.identity.enrolment.StoringFactor;
import io.universalmiddleware.gateway.identity.request.Body;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.persistence.identity.Account;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
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
 * The users of a tenant. To whoever does not manage every tenant those of others are not there. Roles are for those to give who have the
 * role {@code admin}: a role of a tenant's own that grants {@code changeUser} keeps users out and lets them in, and gives nothing.
 */
@ApplicationScoped
@Path("/users")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Edge: users", description = "The users of tenants.")
public class UserResource {
    private AdministeringUsers users;
    private StoringFactor factors;
    private Caller caller;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected UserResource() {}

    @Inject
    public UserResource(AdministeringUsers users, StoringFactor factors, Caller caller) {
        this.users = users;
        this.factors = factors;
        this.caller = caller;
    }

    /** A page of users: 200. */
    @GET
    @Operation(operationId = "listUsers", summary = "List a tenant's users, the oldest first")
    @APIResponse(
            responseCode = "200",
            description = "A page.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = UserAnswer.Page.class)))
    public UserAnswer.Page list(
            @Parameter(description = "Whose; one's own by default.") @QueryParam("tenant") @Nullable String tenant,
            @Parameter(description = "At most so many, 200 at most; 50 by default.") @QueryParam("limit") @Nullable
                    String limit,
            @Parameter(description = "A page's nextCursor.") @QueryParam("cursor") @Nullable String cursor) {
        TenantId of = Managed.tenant(caller.who(), tenant);
        Page<Account> page = Managed.page(limit, cursor, (after, most) -> users.list(of, after, most));
        return new UserAnswer.Page(
                page.told(UserAnswer::of), page.next(account -> account.id().toString()));
    }

    /** A user: 200 or 404. */
    @GET
    @Path("/{id}")
    @Operation(operationId = "readUser", summary = "Read a user")
    @APIResponse(
            responseCode = "200",
            description = "The user, with an ETag.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = UserAnswer.class)))
    @APIResponse(responseCode = "404", description = "There is no such user.")
    public Response read(@Parameter(description = "The user's id.") @PathParam("id") String id) {
        Administrator by = caller.who();
        UUID user = id(id);
        return told(Refusals.stored(() -> users.find(user, by.onlyTenant())));
    }

    /** Changes a user's roles, or keeps them out: 200. */
    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @Operation(
            operationId = "changeUser",
            summary = "Change a user's roles, or keep the user out",
            description =
                    "Who is kept out or loses a role is logged out everywhere. Roles are for those to change who have the role admin.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = UserChange.class)))
    @APIResponse(
            responseCode = "200",
            description = "The user as it is now, with an ETag.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = UserAnswer.class)))
    @APIResponse(responseCode = "401", description = "One has a second factor and has not shown it lately (RFC 9470).")
    @APIResponse(responseCode = "403", description = "Roles are for those to change who have the role admin.")
    @APIResponse(responseCode = "404", description = "There is no such user.")
    @APIResponse(responseCode = "412", description = "It is not at what If-Match says.")
    public Response change(
            @Parameter(description = "The user's id.") @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            InputStream body)
            throws IOException {
        UUID user = id(id);
        Edit edit = Edit.by(caller.whoSteppedUp(), user, ifMatch);
        UserChange change = Body.read(body, UserChange::read);
        if (change.roles() != null) {
            caller.requireAdmin("Roles are for those to change who have the role admin.");
        }
        return told(Refusals.stored(() -> users.change(edit, change)));
    }

    /** Removes a user's second factor: 204 or 404. */
    @DELETE
    @Path("/{id}/second-factor")
    @Operation(
            operationId = "resetSecondFactor",
            summary = "Remove the second factor of a user who has lost it",
            description = "The user is logged out everywhere, and written to.")
    @APIResponse(responseCode = "204", description = "The user's logins ask for the password alone.")
    @APIResponse(responseCode = "401", description = "One has a second factor and has not shown it lately (RFC 9470).")
    @APIResponse(responseCode = "403", description = "That is for those who have the role admin.")
    @APIResponse(responseCode = "404", description = "There is no such user, or they have no second factor.")
    public Response resetSecondFactor(@Parameter(description = "The user's id.") @PathParam("id") String id) {
        UUID user = id(id);
        Administrator by = caller.whoMayGiveRights();
        if (!Refusals.stored(() -> factors.reset(by.actor(), user, by.onlyTenant()))) {
            throw new ProblemException(
                    Problem.of(ProblemType.NOT_FOUND, "There is no such user, or they have no second factor."));
        }
        return Response.noContent().build();
    }

    private static Response told(Optional<Account> found) {
        Account user = found.orElseThrow(UserResource::notFound);
        return Response.ok(UserAnswer.of(user))
                .header(HttpHeaders.ETAG, Precondition.etag(user.revision()))
                .build();
    }

    private static UUID id(String text) {
        return Managed.uuid(text).orElseThrow(UserResource::notFound);
    }

    private static ProblemException notFound() {
        return new ProblemException(Problem.of(ProblemType.NOT_FOUND, "There is no such user."));
    }
}
