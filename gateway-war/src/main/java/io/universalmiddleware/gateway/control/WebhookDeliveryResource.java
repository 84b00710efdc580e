package io.universalmiddleware.gateway.control;

import io.universalmiddleware.contracts.paging.Page;
import io.universalmiddleware.contracts.paging.PageParameters;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.persistence.webhook.LogQuery;
import io.universalmiddleware.persistence.webhook.LoggedDelivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The log of a webhook's deliveries. */
@ApplicationScoped
@Path("/webhooks/{id}/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Edge: webhooks")
public class WebhookDeliveryResource {
    private ControlPlane control;
    private WebhookDeliveries deliveries;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected WebhookDeliveryResource() {}

    @Inject
    public WebhookDeliveryResource(ControlPlane control, WebhookDeliveries deliveries) {
        this.control = control;
        this.deliveries = deliveries;
    }

    /** A page, newest first: 200, or 400, 404. */
    @GET
    @Operation(operationId = "listWebhookDeliveries", summary = "List a webhook's deliveries, newest first")
    @APIResponse(
            responseCode = "200",
            description = "A page.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookTold.DeliveryPage.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid.")
    @APIResponse(responseCode = "404", description = "There is no such webhook.")
    public WebhookTold.DeliveryPage list(
            @Parameter(description = "The webhook's id, a UUID.") @PathParam("id") String id,
            @Parameter(description = "pending, delivered, failed or skipped.") @QueryParam("status") @Nullable
                    String status,
            @Parameter(description = "An event type.") @QueryParam("type") @Nullable String type,
            @Parameter(description = "Events that occurred then or later.") @QueryParam("since") @Nullable String since,
            @Parameter(description = "Events that occurred before.") @QueryParam("until") @Nullable String until,
            @Parameter(description = "Of the page before.") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "1 to 200.") @QueryParam("limit") @DefaultValue("50") String limit) {
        Function<UUID, LogQuery> query = WebhookQuery.page(status, type, since, until, cursor, limit);
        int most = PageParameters.limit(limit);
        Page<LoggedDelivery> page = Page.of(Stored.call(() -> deliveries.list(control.caller(), id, query)), most);
        return new WebhookTold.DeliveryPage(
                page.told(WebhookTold::told),
                page.next(delivery -> delivery.id().toString()));
    }

    /** One, with its body and every attempt: 200, or 404. */
    @GET
    @Path("/{delivery}")
    @Operation(
            operationId = "readWebhookDelivery",
            summary = "Read a delivery",
            description = "With its body, and what came of each attempt.")
    @APIResponse(
            responseCode = "200",
            description = "The delivery.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookTold.DetailTold.class)))
    @APIResponse(responseCode = "404", description = "There is none of this id.")
    public WebhookTold.DetailTold read(
            @Parameter(description = "The webhook's id, a UUID.") @PathParam("id") String id,
            @Parameter(description = "The delivery's id, a UUID.") @PathParam("delivery") String delivery) {
        UUID wanted = id(delivery);
        return WebhookTold.told(Stored.call(() -> deliveries.find(control.caller(), id, wanted)));
    }

    /** Sends one again: 202, or 404. */
    @POST
    @Path("/{delivery}/retry")
    @Operation(
            operationId = "retryWebhookDelivery",
            summary = "Send a delivery again, now",
            description = "Whatever became of it, with the id that it had, and the whole schedule before it.")
    @APIResponse(
            responseCode = "202",
            description = "It is on its way.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookTold.DeliveryTold.class)))
    @APIResponse(responseCode = "404", description = "There is none of this id.")
    public Response retry(
            @Parameter(description = "The webhook's id, a UUID.") @PathParam("id") String id,
            @Parameter(description = "The delivery's id, a UUID.") @PathParam("delivery") String delivery) {
        UUID wanted = id(delivery);
        return Response.accepted(WebhookTold.told(Stored.call(() -> deliveries.retry(control.caller(), id, wanted))))
                .build();
    }

    private static UUID id(String text) {
        return WebhookQuery.id(text)
                .orElseThrow(() ->
                        new ProblemException(Problem.of(ProblemType.NOT_FOUND, "There is no delivery of this id.")));
    }
}
