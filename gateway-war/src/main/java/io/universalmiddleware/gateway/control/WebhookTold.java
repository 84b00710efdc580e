package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.gateway.control.WebhookEndpoints.Found;
import io.universalmiddleware.persistence.webhook.EndpointState;
import io.universalmiddleware.persistence.webhook.LoggedAttempt;
import io.universalmiddleware.persistence.webhook.LoggedDelivery;
import io.universalmiddleware.persistence.webhook.Replayed;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What clients are told of webhooks and their deliveries. */
final class WebhookTold {
    private static final String MESSAGE = "msg_";
    private static final ObjectMapper JSON = new ObjectMapper();

    private WebhookTold() {}

    /** How it goes with a webhook. */
    @Schema(name = "WebhookState", description = "How it goes with a webhook.")
    record StateTold(
            @Schema(
                    description =
                            "Whether it is told of events: neither its document nor the platform has switched it off.")
            boolean active,

            @Schema(description = "When the platform gave it up; absent if it has not.") @Nullable
            Instant disabledAt,

            @Schema(description = "Why it did.") @Nullable String disabledReason,

            @Schema(description = "Since when every attempt failed; absent if the last did not.") @Nullable
            Instant failingSince,

            @Schema(description = "How many attempts that were.")
            int failures,

            @Nullable String lastError,

            @Schema(description = "Deliveries that are to be sent; counted to 10,000.")
            int pending,

            @Schema(description = "Its signing secrets, newest first, without their text.")
            List<SecretTold> secrets) {}

    /** A signing secret, without its text. */
    @Schema(name = "WebhookSecret", description = "When a signing secret was made, and when it ends.")
    record SecretTold(UUID id, Instant createdAt, @Nullable Instant expiresAt) {}

    /** A delivery. */
    @Schema(name = "WebhookDelivery", description = "An event on its way to a webhook.")
    record DeliveryTold(
            UUID id,

            @Schema(description = "What the field webhook-id says in every attempt.")
            String webhookId,

            String type,

            @Schema(description = "When the event occurred.")
            Instant occurredAt,

            @Schema(description = "pending, delivered, failed, or skipped: the webhook was off when it came.")
            String status,

            @Schema(description = "Whether somebody asked for it as a test.")
            boolean test,

            @Schema(description = "Whether a node is sending it.")
            boolean sending,

            int attempts,

            @Schema(description = "Absent if there is none to follow.") @Nullable
            Instant nextAttemptAt,

            @Nullable Instant lastAttemptAt,

            @Schema(description = "Of the last answer.") @Nullable
            Integer lastStatus,

            @Schema(description = "Why the last attempt failed.") @Nullable
            String lastError,

            Instant createdAt,
            @Nullable Instant finishedAt) {}

    /** A page of deliveries. */
    @Schema(name = "WebhookDeliveryPage", description = "Deliveries, newest first.")
    record DeliveryPage(
            List<DeliveryTold> items,

            @Schema(description = "The cursor of the next page; absent on the last.") @Nullable
            String nextCursor) {}

    /** A delivery with all that is known of it. */
    @Schema(name = "WebhookDeliveryDetail", description = "A delivery, its body, and every attempt.")
    record DetailTold(
            DeliveryTold delivery,

            @Schema(description = "As it is sent.", implementation = Object.class)
            JsonNode body,

            @Schema(description = "First to last.") List<AttemptTold> attempts) {}

    /** An attempt. */
    @Schema(name = "WebhookAttempt", description = "What came of one attempt.")
    record AttemptTold(
            int number,
            Instant at,
            int millis,

            @Schema(description = "Absent if there was no answer.") @Nullable
            Integer status,

            @Nullable String error,

            @Schema(description = "How the answer begins: 2 KiB at most.") @Nullable
            String answer) {}

    /** What a replay has set going. */
    @Schema(name = "WebhookReplayed", description = "What is sent again.")
    record ReplayTold(
            int replayed,

            @Schema(description = "Whether there are more than one request sets going.")
            boolean more,

            @Schema(description = "The cursor to ask with for those; absent if there are no more.") @Nullable
            String nextCursor) {}

    static ReplayTold told(Replayed replayed) {
        Replayed.Place next = replayed.next();
        return new ReplayTold(replayed.count(), next != null, next == null ? null : WebhookQuery.cursor(next));
    }

    static StateTold told(Found found, int pending) {
        EndpointState state = found.state();
        return new StateTold(
                state.disabledAt() == null
                        && found.entry().document().path("enabled").asBoolean(true),
                state.disabledAt(),
                state.disabledReason(),
                state.failingSince(),
                state.failures(),
                state.lastError(),
                pending,
                found.secrets().stream()
                        .map(secret -> new SecretTold(secret.id(), secret.createdAt(), secret.expiresAt()))
                        .toList());
    }

    static DeliveryTold told(LoggedDelivery delivery) {
        return new DeliveryTold(
                delivery.id(),
                MESSAGE + delivery.message(),
                delivery.type(),
                delivery.occurredAt(),
                delivery.status().text(),
                delivery.trial(),
                delivery.sending(),
                delivery.attempts(),
                delivery.next(),
                delivery.lastAttemptAt(),
                delivery.lastStatus(),
                delivery.lastError(),
                delivery.createdAt(),
                delivery.finished());
    }

    static DetailTold told(WebhookDeliveries.Detail detail) {
        return new DetailTold(
                told(detail.delivery()),
                json(detail.body()),
                detail.attempts().stream().map(WebhookTold::told).toList());
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A message's body is no JSON", broken);
        }
    }

    private static AttemptTold told(LoggedAttempt attempt) {
        return new AttemptTold(
                attempt.number(), attempt.at(), attempt.millis(), attempt.status(), attempt.error(), attempt.answer());
    }
}
