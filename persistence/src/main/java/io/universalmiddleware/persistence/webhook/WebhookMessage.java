package io.universalmiddleware.persistence.webhook;

import java.time.Instant;
import java.util.UUID;

/**
 * A message is what endpoints are told of one event.
 *
 * @param id the event's
 * @param body JSON, as it is signed and sent
 */
public record WebhookMessage(UUID id, String tenant, String type, Instant occurredAt, String body) {}
