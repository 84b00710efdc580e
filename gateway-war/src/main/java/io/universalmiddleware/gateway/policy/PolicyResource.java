package io.universalmiddleware.gateway.policy;

import io.universalmiddleware.contracts.paging.Page;
import io.universalmiddleware.contracts.paging.PageParameters;
import io.universalmiddleware.gateway.control.Administrator;
import io.universalmiddleware.gateway.control.Precondition;
import io.universalmiddleware.gateway.control.Stored;
import io.universalmiddleware.gateway.policy.StoringPolicies.Kept;
import io.universalmiddleware.persistence.policy.ListedVersion;
import io.universalmiddleware.persistence.policy.PolicyContent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The versions of the policy: drafts are written, what was active once is read. */
@ApplicationScoped
@Path("/policies")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Edge: policies", description = "Versions of the policy: who may do what. For the operator's admins alone.")
public class PolicyResource {
    private PolicyCaller caller;
    private StoringPolicies store;
    private Trying trying;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected PolicyResource() {}

    @Inject
    public PolicyResource(PolicyCaller caller, StoringPolicies store, Trying trying) {
        this.caller = caller;
        this.store = store;
        this.trying = trying;
    }

    /** A page, last first: 200. */
    @GET
    @Operation(operationId = "listPolicies", summary = "List versions of the policy, last first")
    @APIResponse(
            responseCode = "200",
            description = "A page.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PolicyTold.Page.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid.")
    public PolicyTold.Page list(
            @Parameter(description = "At most so many, 1 to 200.") @QueryParam("limit") @DefaultValue("50")
                    String limit,
            @Parameter(description = "The nextCursor of the page before.") @QueryParam("cursor") @Nullable
                    String cursor) {
        caller.operator();
        int most = PageParameters.limit(limit);
        @Nullable Long before = PageParameters.cursor(cursor, PageParameters::number);
        List<ListedVersion> found =
                Stored.call(Activating.AWAY, () -> store.before(before == null ? Long.MAX_VALUE : before, most + 1));
        Page<ListedVersion> page = Page.of(found, most);
        long active = Stored.call(Activating.AWAY, store::active);
        return new PolicyTold.Page(
                active,
                page.told(listed -> PolicyTold.brief(listed, active)),
                page.next(listed -> Long.toString(listed.version())));
    }

    /** Keeps a draft: 201, or 400, 409, 413. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createPolicy",
            summary = "Keep a draft",
            description =
                    "A policy in Rego with the module that it was compiled to, what roles grant, or both; and test cases.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Draft.class)))
    @APIResponse(
            responseCode = "201",
            description = "It is kept, and its Location says where.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PolicyTold.class)))
    @APIResponse(
            responseCode = "400",
            description = "The document is not valid, or its module is no policy that can be loaded and decides.")
    @APIResponse(responseCode = "409", description = "There are too many drafts.")
    @APIResponse(responseCode = "413", description = "The document is too large.")
    public Response create(InputStream body) throws IOException {
        Administrator by = caller.operator();
        PolicyContent content = checked(body);
        Kept made = Stored.call(Activating.AWAY, () -> store.create(by, content));
        return tagged(
                Response.created(
                        URI.create("/admin/v1/policies/" + made.policy().version())),
                made);
    }

    /** One: 200, or 404. */
    @GET
    @Path("/{id}")
    @Operation(operationId = "readPolicy", summary = "Read a version")
    @APIResponse(
            responseCode = "200",
            description = "It, with an ETag.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PolicyTold.class)))
    @APIResponse(responseCode = "404", description = "There is none of this number.")
    public Response read(@Parameter(description = "The version's number.") @PathParam("id") String id) {
        caller.operator();
        long version = PolicyCaller.version(id);
        return tagged(Response.ok(), Stored.call(Activating.AWAY, () -> store.find(version)));
    }

    /** Puts another writing in the place of a draft's: 200, or 400, 404, 409, 412, 413. */
    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replacePolicy",
            summary = "Replace a draft",
            description = "What the document leaves out is as it comes with the platform from now on.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Draft.class)))
    @APIResponse(
            responseCode = "200",
            description = "As it is now.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PolicyTold.class)))
    @APIResponse(
            responseCode = "400",
            description = "The document is not valid, or its module is no policy that can be loaded and decides.")
    @APIResponse(responseCode = "404", description = "There is none of this number.")
    @APIResponse(responseCode = "409", description = "It was active once, and stays as it is.")
    @APIResponse(responseCode = "412", description = "It is not at what If-Match says.")
    @APIResponse(responseCode = "413", description = "The document is too large.")
    public Response replace(
            @Parameter(description = "The version's number.") @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            InputStream body)
            throws IOException {
        Administrator by = caller.operator();
        long version = PolicyCaller.version(id);
        PolicyContent content = checked(body);
        return tagged(Response.ok(), Stored.call(Activating.AWAY, () -> store.replace(by, version, content, ifMatch)));
    }

    /** Lets go of a draft: 204, or 404, 409, 412. */
    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deletePolicy", summary = "Delete a draft")
    @APIResponse(responseCode = "204", description = "It is gone.")
    @APIResponse(responseCode = "404", description = "There is none of this number.")
    @APIResponse(responseCode = "409", description = "It was active once, and stays.")
    @APIResponse(responseCode = "412", description = "It is not at what If-Match says.")
    public Response delete(
            @Parameter(description = "The version's number.") @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Administrator by = caller.operator();
        long version = PolicyCaller.version(id);
        Stored.call(Activating.AWAY, () -> store.delete(by, version, ifMatch));
        return Response.noContent().build();
    }

    private PolicyContent checked(InputStream body) throws IOException {
        PolicyContent content = Draft.read(body);
        trying.check(content);
        return content;
    }

    private static Response tagged(Response.ResponseBuilder answer, Kept kept) {
        return answer.entity(PolicyTold.whole(kept))
                .header(
                        HttpHeaders.ETAG,
                        Precondition.etag(kept.policy().written().edition()))
                .build();
    }
}
