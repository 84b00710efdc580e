package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.paging.Page;
import io.universalmiddleware.gateway.control.ChangingEntries.Changed;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.persistence.configuration.Entry;
import io.universalmiddleware.persistence.configuration.EntryQuery;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one kind: create, list, read, replace, patch, delete. What is another tenant's is not found.
 *
 * <p>A change is committed when it is answered, and this node serves it if it can within a bounded time.
 */
public abstract class EntriesResource {
    static final String BASE = "/admin/v1/";
    static final String MERGE_PATCH = "application/merge-patch+json";

    private static final String STALE =
            "No valid bearer token. Of providers, roles and API keys also: one has a second factor and has not"
                    + " shown it lately (RFC 9470).";

    private final Kind kind;
    private final ControlPlane control;

    EntriesResource(Kind kind, ControlPlane control) {
        this.kind = kind;
        this.control = control;
    }

    /** Creates one: 201. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Create")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(
            responseCode = "201",
            description =
                    "It is there, and its Location says where. The secret of an API key or a webhook is in this answer alone.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(
            responseCode = "400",
            description = "The document is not valid; each violation is named by JSON pointer.")
    @APIResponse(responseCode = "401", description = STALE)
    @APIResponse(responseCode = "409", description = "What must be unique is there already.")
    @APIResponse(responseCode = "413", description = "The document is too large.")
    public Response create(InputStream body) throws IOException {
        ObjectNode document = control.document(body);
        beforeChange();
        Changed made = control.serve(by -> create(by, document), Changed::revision);
        return answer(Response.created(location(made.entry())), made);
    }

    /** A page: 200. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "List",
            description =
                    "Parameters besides limit, cursor and sort are fields of the documents and the values they must have:"
                            + " tenant=shop, name=orders. sort is createdAt (the default), changedAt or a field; -name sorts the other way round.")
    @APIResponse(
            responseCode = "200",
            description = "A page.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EntryPage.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid.")
    public EntryPage list(@Parameter(hidden = true) @Context UriInfo uri) {
        EntryQuery query = ListQuery.of(control.caller(), kind, uri.getQueryParameters());
        Page<EntryQuery.Placed> page =
                Page.of(Stored.call(() -> control.finding().list(query)), query.limit() - 1);
        return new EntryPage(
                page.told(placed -> Shape.shown(placed.entry())),
                page.next(placed -> ListQuery.cursor(query, placed.place())));
    }

    /** One: 200, or 304, 404. */
    @GET
    @Path("/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Read")
    @APIResponse(
            responseCode = "200",
            description = "It, with an ETag.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(responseCode = "304", description = "If-None-Match names what is there.")
    @APIResponse(responseCode = "404", description = "There is none of this id.")
    public Response read(
            @Parameter(description = "Its id, a UUID; a tenant's slug too.") @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        Entry entry = Stored.call(() -> control.finding().find(control.caller(), kind, id));
        return Precondition.has(ifNoneMatch, entry.revision())
                ? tagged(Response.notModified(), entry).build()
                : tagged(Response.ok(Shape.shown(entry)), entry).build();
    }

    /** Replaces one: 200, or 404, 409, 412. */
    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Replace", description = "What the document leaves out has its default from now on.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(
            responseCode = "200",
            description = "As it is now.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(
            responseCode = "400",
            description = "The document is not valid; each violation is named by JSON pointer.")
    @APIResponse(responseCode = "401", description = STALE)
    @APIResponse(responseCode = "404", description = "There is none of this id.")
    @APIResponse(responseCode = "409", description = "What must be unique is there already, or its old name is in use.")
    @APIResponse(
            responseCode = "412",
            description = "It is not at what If-Match says, or is at what If-None-Match says.")
    public Response replace(
            @Parameter(description = "Its id, a UUID; a tenant's slug too.") @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
            InputStream body)
            throws IOException {
        ObjectNode document = control.document(body);
        beforeChange();
        if (ifNoneMatch != null) {
            Precondition.refuse(
                    ifNoneMatch,
                    Stored.call(() -> control.finding().find(control.caller(), kind, id))
                            .revision());
        }
        return answer(
                Response.ok(),
                control.serve(by -> control.changing().replace(by, kind, id, document, ifMatch), Changed::revision));
    }

    /** Changes some of one: 200, or 404, 409, 412. */
    @PATCH
    @Path("/{id}")
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Patch", description = "A JSON merge patch (RFC 7396): null removes a field.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MERGE_PATCH, schema = @Schema(implementation = Object.class)))
    @APIResponse(
            responseCode = "200",
            description = "As it is now.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(
            responseCode = "400",
            description = "The outcome is not valid; each violation is named by JSON pointer.")
    @APIResponse(responseCode = "401", description = STALE)
    @APIResponse(responseCode = "404", description = "There is none of this id.")
    @APIResponse(responseCode = "409", description = "What must be unique is there already, or its old name is in use.")
    @APIResponse(responseCode = "412", description = "It is not at what If-Match says.")
    public Response patch(
            @Parameter(description = "Its id, a UUID; a tenant's slug too.") @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            InputStream body)
            throws IOException {
        ObjectNode patch = control.document(body);
        beforeChange();
        return answer(
                Response.ok(),
                control.serve(by -> control.changing().patch(by, kind, id, patch, ifMatch), Changed::revision));
    }

    /** Deletes one: 204, or 404, 409, 412. */
    @DELETE
    @Path("/{id}")
    @Operation(summary = "Delete")
    @APIResponse(responseCode = "204", description = "It is gone.")
    @APIResponse(responseCode = "401", description = STALE)
    @APIResponse(responseCode = "404", description = "There is none of this id.")
    @APIResponse(responseCode = "409", description = "It is in use; the answer names what uses it.")
    @APIResponse(responseCode = "412", description = "It is not at what If-Match says.")
    public Response delete(
            @Parameter(description = "Its id, a UUID; a tenant's slug too.") @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        beforeChange();
        control.serve(by -> control.changing().delete(by, kind, id, ifMatch), revision -> revision);
        return Response.noContent().build();
    }

    Changed create(Administrator by, ObjectNode document) {
        return control.changing().create(by, kind, document);
    }

    /** What must hold before any change; refuses if it does not. */
    void beforeChange() {}

    ControlPlane control() {
        return control;
    }

    /** The answer to a change. */
    static Response answer(Response.ResponseBuilder response, Changed changed) {
        ObjectNode shown = Shape.shown(changed.entry());
        @Nullable NewSecret secret = changed.secret();
        if (secret != null) {
            shown.put(changed.entry().kind().equals(Kind.WEBHOOK.plural()) ? "secret" : "key", secret.text());
            response.header(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        return tagged(response.entity(shown), changed.entry()).build();
    }

    private URI location(Entry entry) {
        return URI.create(BASE + kind.plural() + '/' + entry.id());
    }

    private static Response.ResponseBuilder tagged(Response.ResponseBuilder response, Entry entry) {
        return response.header(HttpHeaders.ETAG, Precondition.etag(entry.revision()));
    }
}
