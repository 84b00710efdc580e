package io.universalmiddleware.gateway.webhook;

/** A CDI event: deliveries are due by an administrator's wish, once the transaction commits. */
public record WebhooksDue() {}
