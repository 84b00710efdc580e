package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.gateway.control.ChangingEntries.Changed;
import io.universalmiddleware.gateway.control.WebhookEndpoints.Found;
import io.universalmiddleware.gateway.definition.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The webhooks. */
@ApplicationScoped
@Path("/webhooks")
@Tag(name = "Edge: webhooks", description = "Endpoints of tenants that are told of events.")
public class WebhookResource extends EntriesResource {
    private static final int PENDING = 10_000;

    private WebhookEndpoints endpoints;
    private WebhookDeliveries deliveries;

    /** For the client proxy. */
    @SuppressWarnings({"NullAway", "NullAway.Init"})
    protected WebhookResource() {
        super(Kind.WEBHOOK, null);
    }

    @Inject
    public WebhookResource(ControlPlane control, WebhookEndpoints endpoints, WebhookDeliveries deliveries) {
        super(Kind.WEBHOOK, control);
        this.endpoints = endpoints;
        this.deliveries = deliveries;
    }

    @Override
    Changed create(Administrator by, ObjectNode document) {
        return endpoints.create(by, document);
    }

    /** How it goes with a webhook: 200, or 404. */
    @GET
    @Path("/{id}/state")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "readWebhookState",
            summary = "Read how it goes with a webhook",
            description = "Whether it is told of events, why not, since when it fails, and when its secrets end.")
    @APIResponse(
            responseCode = "200",
            description = "Its state.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookTold.StateTold.class)))
    @APIResponse(responseCode = "404", description = "There is none of this id.")
    public WebhookTold.StateTold state(@Parameter(description = "Its id, a UUID.") @PathParam("id") String id) {
        return told(Stored.call(() -> endpoints.find(control().caller(), id)));
    }

    /** Takes a webhook up again that the platform gave up: 200, or 404. */
    @POST
    @Path("/{id}/enable")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "enableWebhook",
            summary = "Take a webhook up again that the platform gave up",
            description =
                    "What waits is sent; what was skipped meanwhile is not: replay it. A document with enabled false keeps it off.")
    @APIResponse(
            responseCode = "200",
            description = "Its state.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookTold.StateTold.class)))
    @APIResponse(responseCode = "404", description = "There is none of this id.")
    public WebhookTold.StateTold enable(@Parameter(description = "Its id, a UUID.") @PathParam("id") String id) {
        return told(Stored.call(() -> endpoints.enable(control().caller(), id)));
    }

    /** Gives a webhook a new secret: 200, or 404. */
    @POST
    @Path("/{id}/rotate")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rotateWebhookSecret",
            summary = "Give a webhook a new signing secret",
            description =
                    "{\"overlap\": \"24h\"} has those it has sign beside it so long, 7 days at most; {\"secret\": \"whsec_…\"} gives it.")
    @RequestBody(
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(
            responseCode = "200",
            description = "The webhook, with its new secret, which is in this answer alone.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(responseCode = "400", description = "The overlap or the secret is not valid.")
    @APIResponse(responseCode = "404", description = "There is none of this id.")
    public Response rotate(@Parameter(description = "Its id, a UUID.") @PathParam("id") String id, InputStream body)
            throws IOException {
        ObjectNode request = control().optional(body);
        return answer(
                Response.ok(), Stored.call(() -> endpoints.rotate(control().caller(), id, request)));
    }

    /** Sends a webhook a ping: 202, or 404. */
    @POST
    @Path("/{id}/test")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "testWebhook",
            summary = "Send a webhook a ping",
            description =
                    "An event um.Ping, once, to a webhook that is off too. What came of it is told at its Location.")
    @APIResponse(
            responseCode = "202",
            description = "It is on its way.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookTold.DeliveryTold.class)))
    @APIResponse(responseCode = "404", description = "There is none of this id.")
    public Response test(@Parameter(description = "Its id, a UUID.") @PathParam("id") String id) {
        WebhookTold.DeliveryTold told =
                WebhookTold.told(Stored.call(() -> deliveries.ping(control().caller(), id)));
        return Response.accepted(told)
                .location(URI.create(BASE + "webhooks/" + id + "/deliveries/" + told.id()))
                .build();
    }

    /** Sends a webhook again what it was sent: 202, or 400, 404. */
    @POST
    @Path("/{id}/replay")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replayWebhook",
            summary = "Send a webhook again what occurred in a time",
            description =
                    "{\"since\": \"2027-01-31T12:00:00Z\", \"until\"?: …, \"status\"?: \"failed\", \"type\"?: …, \"cursor\"?: …}: what"
                            + " was delivered, has failed or was skipped, with the ids it had; 10,000 at a time, in the order of the events."
                            + " What is behind those follows the answer's nextCursor.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(
            responseCode = "202",
            description = "It is on its way.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookTold.ReplayTold.class)))
    @APIResponse(responseCode = "400", description = "The request is not valid.")
    @APIResponse(responseCode = "404", description = "There is none of this id.")
    public Response replay(@Parameter(description = "Its id, a UUID.") @PathParam("id") String id, InputStream body)
            throws IOException {
        WebhookQuery.Replay replay = WebhookQuery.replay(control().document(body));
        return Response.accepted(WebhookTold.told(
                        Stored.call(() -> deliveries.replay(control().caller(), id, replay))))
                .build();
    }

    private WebhookTold.StateTold told(Found found) {
        return WebhookTold.told(
                found, Stored.call(() -> deliveries.pending(found.entry().id(), PENDING)));
    }
}
