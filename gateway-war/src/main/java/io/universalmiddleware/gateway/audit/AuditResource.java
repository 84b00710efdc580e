package io.universalmiddleware.gateway.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.paging.Page;
import io.universalmiddleware.contracts.paging.PageParameters;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.control.ControlPlane;
import io.universalmiddleware.gateway.control.Refusing;
import io.universalmiddleware.gateway.control.Stored;
import io.universalmiddleware.persistence.audit.AuditQuery;
import io.universalmiddleware.persistence.audit.AuditRow;
import io.universalmiddleware.persistence.audit.ChainHead;
import io.universalmiddleware.persistence.audit.Verification;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The audit: who did what, when, to what and why. A tenant's administrators see their tenant's rows alone. */
@ApplicationScoped
@Path("/audit")
@Tag(name = "Edge: audit", description = "Who did what, when, to what and why.")
public class AuditResource {
    private static final String AWAY = "The audit cannot be reached now.";
    private static final int EXPORT_PAGE = 500;

    private final Semaphore verifying = new Semaphore(1);
    private ControlPlane control;
    private AuditStore store;
    private ObjectMapper json;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected AuditResource() {}

    @Inject
    public AuditResource(ControlPlane control, AuditStore store, ObjectMapper json) {
        this.control = control;
        this.store = store;
        this.json = json;
    }

    /** A page, last first: 200. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listAudit", summary = "List the audit's rows, last first")
    @APIResponse(
            responseCode = "200",
            description = "A page.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AuditTold.Page.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid.")
    public AuditTold.Page list(
            @BeanParam AuditFilter filter,
            @Parameter(description = "At most so many, 1 to 200.") @QueryParam("limit") @DefaultValue("50")
                    String limit,
            @Parameter(description = "The nextCursor of the page before.") @QueryParam("cursor") @Nullable
                    String cursor) {
        int most = PageParameters.limit(limit);
        @Nullable Long after = PageParameters.cursor(cursor, PageParameters::number);
        AuditQuery query = filter.query(control.caller(), after, true, most + 1);
        Page<AuditRow> page = Page.of(Stored.call(AWAY, () -> store.list(query)), most);
        return new AuditTold.Page(page.told(AuditTold.Item::of), page.next(row -> Long.toString(row.id())));
    }

    /** All that match, first first, a line each: 200. */
    @GET
    @Path("/export")
    @Produces("application/x-ndjson")
    @Operation(operationId = "exportAudit", summary = "Export the audit's rows, first first, as a line of JSON each")
    @APIResponse(
            responseCode = "200",
            description = "The rows.",
            content =
                    @Content(
                            mediaType = "application/x-ndjson",
                            schema = @Schema(implementation = AuditTold.Item.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid.")
    public StreamingOutput export(@BeanParam AuditFilter filter) {
        AuditQuery query = filter.query(control.caller(), null, false, EXPORT_PAGE);
        List<AuditRow> first = Stored.call(AWAY, () -> store.list(query));
        return output -> write(query, first, output);
    }

    private void write(AuditQuery query, List<AuditRow> first, OutputStream output) throws IOException {
        List<AuditRow> page = first;
        while (!page.isEmpty()) {
            for (AuditRow row : page) {
                output.write(json.writeValueAsBytes(AuditTold.Item.of(row)));
                output.write('\n');
            }
            long last = page.get(page.size() - 1).id();
            page = page.size() < EXPORT_PAGE ? List.of() : store.list(query.after(last));
        }
    }

    /** Compares all rows with the chain: 200, intact or not. */
    @GET
    @Path("/verification")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "verifyAudit",
            summary = "Compare the audit's rows with its chain",
            description = "Reads all of it. For those alone who manage every tenant; one at a time.")
    @APIResponse(
            responseCode = "200",
            description = "What was found.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AuditTold.Verified.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid.")
    @APIResponse(responseCode = "503", description = "Another verification runs.")
    public AuditTold.Verified verify(
            @Parameter(description = "A head that was written down before, seq:hash: it must still be in the chain.")
                    @QueryParam("head")
                    @Nullable
                    String head) {
        if (!control.caller().ofAll()) {
            throw new ProblemException(Problem.of(
                    ProblemType.FORBIDDEN, "The chain is of all tenants, and for their operator to verify."));
        }
        @Nullable ChainHead known = head == null ? null : head(head);
        if (!verifying.tryAcquire()) {
            throw new ProblemException(Problem.of(ProblemType.OVERLOADED, "Another verification runs."));
        }
        try {
            return AuditTold.Verified.of(Stored.call(AWAY, () -> new Verification(known).run(store::inspect)));
        } finally {
            verifying.release();
        }
    }

    private static ChainHead head(String text) {
        if (!text.matches("[0-9]{1,18}:[0-9a-fA-F]{64}")) {
            throw Refusing.invalid("head", "expected a place in the chain, a colon and 64 hexadecimal digits");
        }
        int colon = text.indexOf(':');
        return new ChainHead(
                Long.parseLong(text.substring(0, colon)),
                text.substring(colon + 1).toLowerCase(Locale.ROOT));
    }
}
