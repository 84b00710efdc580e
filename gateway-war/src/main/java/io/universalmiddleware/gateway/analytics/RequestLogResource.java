package io.universalmiddleware.gateway.analytics;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.paging.Page;
import io.universalmiddleware.gateway.control.ControlPlane;
import io.universalmiddleware.persistence.analytics.LogQuery;
import io.universalmiddleware.persistence.analytics.LogQuery.Place;
import io.universalmiddleware.persistence.analytics.LoggedRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What passed the edge, request by request. Administrators of a tenant are told of that tenant's requests alone. */
@ApplicationScoped
@Path("/request-logs")
@Tag(name = "Edge: request logs", description = "Requests of tenants' clients, one by one.")
public class RequestLogResource {
    private static final String NDJSON = "application/x-ndjson";
    private static final String WHICH =
            "Parameters, all of which must hold: tenant, route, origin, status (404, or 5xx), method, path (how it begins), "
                    + "minDuration (250ms), caller (a user's name or an API key's id), client (an address), requestId, traceId; from and to (times), or since (1h), by "
                    + "default the last day; limit; cursor.";
    private static final int PAGE = 500;

    private ControlPlane control;
    private StoredTraffic stored;
    private ObjectMapper json;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected RequestLogResource() {}

    @Inject
    public RequestLogResource(ControlPlane control, StoredTraffic stored, ObjectMapper json, Clock clock) {
        this.control = control;
        this.stored = stored;
        this.json = json;
        this.clock = clock;
    }

    /** A page, latest first: 200, or 400, 404. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listRequestLogs", summary = "List requests, latest first", description = WHICH)
    @APIResponse(
            responseCode = "200",
            description = "A page.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LogTold.Page.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid; each is named.")
    @APIResponse(responseCode = "404", description = "There is no such tenant.")
    public LogTold.Page list(@Parameter(hidden = true) @Context UriInfo uri) {
        LogQuery query =
                LogQuestion.of(control.caller(), new Parameters(uri.getQueryParameters()), clock.instant(), 50, 200);
        Page<LoggedRequest> page =
                Page.of(Reading.call(() -> stored.log(query.limit(query.limit() + 1))), query.limit());
        return new LogTold.Page(
                page.told(LogTold.Request::of), page.next(request -> LogQuestion.cursor(place(request))));
    }

    /** All of them, a line each: 200, or 400, 404. */
    @GET
    @Path("/export")
    @Produces(NDJSON)
    @Operation(
            operationId = "exportRequestLogs",
            summary = "Export requests, a line of JSON each, latest first",
            description = WHICH + " At most 100,000, 10,000 if limit says nothing.")
    @APIResponse(
            responseCode = "200",
            description = "The requests, a line each.",
            content = @Content(mediaType = NDJSON, schema = @Schema(implementation = LogTold.Request.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid; each is named.")
    @APIResponse(responseCode = "404", description = "There is no such tenant.")
    public Response export(@Parameter(hidden = true) @Context UriInfo uri) {
        LogQuery query = LogQuestion.of(
                control.caller(), new Parameters(uri.getQueryParameters()), clock.instant(), 10_000, 100_000);
        LogQuery first = query.limit(Math.min(PAGE, query.limit()));
        List<LoggedRequest> begun = Reading.call(() -> stored.log(first));
        StreamingOutput lines = out -> write(first, begun, query.limit(), out);
        return Response.ok(lines, NDJSON).build();
    }

    private void write(LogQuery first, List<LoggedRequest> begun, int most, OutputStream out) throws IOException {
        LogQuery query = first;
        List<LoggedRequest> page = begun;
        int left = most;
        while (!page.isEmpty()) {
            for (LoggedRequest request : page) {
                out.write(json.writeValueAsBytes(LogTold.Request.of(request)));
                out.write('\n');
            }
            left -= page.size();
            if (left <= 0 || page.size() < query.limit()) {
                return;
            }
            LogQuery next = query.after(place(page.get(page.size() - 1))).limit(Math.min(PAGE, left));
            query = next;
            page = Reading.call(() -> stored.log(next));
        }
    }

    private static Place place(LoggedRequest request) {
        return new Place(request.at(), request.seq());
    }
}
