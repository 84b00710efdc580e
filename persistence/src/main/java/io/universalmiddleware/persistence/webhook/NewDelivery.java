package io.universalmiddleware.persistence.webhook;

import java.util.UUID;

/**
 * A new delivery is a message that is to go to an endpoint.
 *
 * @param id UUIDv7
 * @param off whether the endpoint is off: then it is noted as skipped
 * @param trial whether it goes to an endpoint that is off too, once
 */
public record NewDelivery(UUID id, UUID endpoint, WebhookMessage message, boolean off, boolean trial) {}
