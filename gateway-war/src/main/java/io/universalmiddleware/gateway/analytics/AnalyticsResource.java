package io.universalmiddleware.gateway.analytics;

import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.control.Administrator;
import io.universalmiddleware.gateway.control.ControlPlane;
import io.universalmiddleware.persistence.analytics.TrafficQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What passed the edge, counted. Administrators of a tenant are told of that tenant's traffic alone. */
@ApplicationScoped
@Path("/analytics")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
        name = "Edge: analytics",
        description = "What passed tenants' edges: counts, error rates, quantiles, who asks most.")
public class AnalyticsResource {
    private static final String WHICH =
            "Parameters: tenant, route, origin and status (404, or 5xx) say which requests; from and to (times), or since (1h) say "
                    + "when, by default in the last hour; groupBy says what is told apart: some of tenant,route,origin,status; limit how many groups.";

    private ControlPlane control;
    private StoredTraffic stored;
    private Clock clock;
    private Duration minutesKept;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected AnalyticsResource() {}

    @Inject
    public AnalyticsResource(ControlPlane control, StoredTraffic stored, Settings settings, Clock clock) {
        this.control = control;
        this.stored = stored;
        this.clock = clock;
        minutesKept = AnalyticsSettings.from(settings).minutesKept();
    }

    /** Figures of groups: 200, or 400, 404. */
    @GET
    @Path("/summary")
    @Operation(
            operationId = "readTrafficSummary",
            summary = "Read counts, error rates and quantiles",
            description = WHICH)
    @APIResponse(
            responseCode = "200",
            description = "The groups with the most requests.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TrafficTold.Summary.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid; each is named.")
    @APIResponse(responseCode = "404", description = "There is no such tenant.")
    public TrafficTold.Summary summary(@Parameter(hidden = true) @Context UriInfo uri) {
        Administrator by = control.caller();
        Instant now = clock.instant();
        TrafficQuery query = TrafficQuestion.summary(by, new Parameters(uri.getQueryParameters()), now, minutesKept);
        return TrafficTold.Summary.of(query, Reading.call(() -> stored.points(query)), now);
    }

    /** Figures of groups over time: 200, or 400, 404. */
    @GET
    @Path("/series")
    @Operation(
            operationId = "readTrafficSeries",
            summary = "Read counts, error rates and quantiles over time",
            description = WHICH + " step (5m) says how long a point is, in whole minutes.")
    @APIResponse(
            responseCode = "200",
            description = "The groups with the most requests, each with its points.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TrafficTold.Series.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid; each is named.")
    @APIResponse(responseCode = "404", description = "There is no such tenant.")
    public TrafficTold.Series series(@Parameter(hidden = true) @Context UriInfo uri) {
        Administrator by = control.caller();
        Instant now = clock.instant();
        TrafficQuery query = TrafficQuestion.series(by, new Parameters(uri.getQueryParameters()), now, minutesKept);
        return TrafficTold.Series.of(query, Reading.call(() -> stored.points(query)), now);
    }

    /** Who asked most: 200, or 400, 404. */
    @GET
    @Path("/top")
    @Operation(
            operationId = "readTopAskers",
            summary = "Read who asked most",
            description =
                    "Parameters: by is user, key or address; tenant; from and to (times), or since (24h), in whole hours; limit, 1 to 50. "
                            + "Lists are bounded: who made more than one in 50 of a tenant's requests on a node in an hour is in it. Routes: see summary, grouped by route.")
    @APIResponse(
            responseCode = "200",
            description = "Those who asked most.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TrafficTold.Top.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid; each is named.")
    @APIResponse(responseCode = "404", description = "There is no such tenant.")
    public TrafficTold.Top top(@Parameter(hidden = true) @Context UriInfo uri) {
        Administrator admin = control.caller();
        Parameters in = new Parameters(uri.getQueryParameters());
        Span span = in.span(clock.instant(), Duration.ofDays(1), TrafficQuestion.LONGEST)
                .whole(true);
        String by = in.choice("by", "address", "user", "key");
        int limit = in.integer("limit", 10, 1, 50);
        @Nullable String tenant = TrafficQuestion.tenant(admin, in);
        in.end();
        return TrafficTold.Top.of(span, by, Reading.call(() -> stored.top(tenant, by, span.from(), span.to(), limit)));
    }
}
