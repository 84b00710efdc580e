package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.control.ApplyingConfiguration.Exported;
import io.universalmiddleware.gateway.control.ApplyingConfiguration.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The configuration as one document. */
@ApplicationScoped
@Path("/config")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
        name = "Edge: config",
        description = "The configuration as one document, its history, and the nodes that serve it.")
public class ConfigurationResource {
    private ControlPlane control;
    private ApplyingConfiguration applying;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ConfigurationResource() {}

    @Inject
    public ConfigurationResource(ControlPlane control, ApplyingConfiguration applying) {
        this.control = control;
        this.applying = applying;
    }

    /** All of it, or one tenant's: 200. */
    @GET
    @Operation(
            operationId = "exportConfiguration",
            summary = "Export the configuration",
            description =
                    "As it can be applied again, here or elsewhere. API keys come with what their secrets are checked by.")
    @APIResponse(
            responseCode = "200",
            description = "A list for each kind. The ETag is the last revision's.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(responseCode = "404", description = "There is no such tenant.")
    public Response export(
            @Parameter(description = "Only what is this tenant's.") @QueryParam("tenant") @Nullable String tenant) {
        @Nullable String scope = scope(control.caller(), tenant);
        Exported exported = Stored.call(() -> applying.export(scope));
        return Response.ok(exported.document())
                .header(HttpHeaders.ETAG, Precondition.etag(exported.revision()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** Puts a document in the place of all of it, or of one tenant's: 200, or 409, 412. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "applyConfiguration",
            summary = "Apply a configuration",
            description =
                    "What the document leaves out is removed. All of it comes into force as one revision, or nothing does.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(
            responseCode = "200",
            description = "What it changed, or would change.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Told.Applied.class)))
    @APIResponse(
            responseCode = "400",
            description = "The document is not valid; each violation is named by JSON pointer.")
    @APIResponse(responseCode = "404", description = "There is no such tenant.")
    @APIResponse(
            responseCode = "409",
            description = "What must be unique is there already, or what it removes is in use.")
    @APIResponse(responseCode = "412", description = "The last revision is not what If-Match says.")
    public Told.Applied apply(
            @Parameter(description = "Only what is this tenant's; the rest stays.") @QueryParam("tenant") @Nullable
                    String tenant,
            @Parameter(description = "true tells the outcome and changes nothing.") @QueryParam("dryRun") @Nullable
                    String dryRun,
            @Parameter(description = "Why, for the history.") @QueryParam("note") @Nullable String note,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            InputStream body)
            throws IOException {
        Administrator by = control.caller();
        @Nullable String scope = scope(by, tenant);
        ObjectNode document = control.wholeDocument(body);
        boolean dry = flag(dryRun);
        return told(control, () -> applying.apply(by, scope, document, note(note), ifMatch, dry));
    }

    /** Does it, or only tells its outcome, and waits until this node serves it. */
    static Told.Applied told(ControlPlane control, Supplier<Outcome> work) {
        Outcome outcome = control.serve(
                by -> {
                    try {
                        return work.get();
                    } catch (DryRunException only) {
                        return only.outcome();
                    }
                },
                made -> made.dryRun() ? 0 : made.revision().number());
        return new Told.Applied(
                outcome.revision().number(), outcome.dryRun(), Told.changes(control.caller(), outcome.revision()));
    }

    static boolean flag(@Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw Refusing.invalid("dryRun", "expected true or false");
    }

    static @Nullable String note(@Nullable String note) {
        if (note != null && (note.length() > 500 || note.chars().anyMatch(Character::isISOControl))) {
            throw Refusing.invalid("note", "expected at most 500 characters without control characters");
        }
        return note;
    }

    private static @Nullable String scope(Administrator by, @Nullable String tenant) {
        if (tenant != null && (!TenantId.isValid(tenant) || !by.manages(tenant))) {
            throw Refusing.noTenant(tenant);
        }
        return tenant == null ? by.onlyTenant() : tenant;
    }
}
