package io.universalmiddleware.gateway.webhook.intake;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A noticed event is one that came by, as its headers tell it.
 *
 * @param data JSON, or what ought to be
 */
@SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
record NoticedEvent(UUID id, String tenant, String type, Instant at, Map<String, String> headers, byte[] data) {}
