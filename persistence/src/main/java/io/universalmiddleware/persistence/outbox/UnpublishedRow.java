package io.universalmiddleware.persistence.outbox;

import java.time.Duration;

/**
 * A row of the outbox as its relay reads it.
 *
 * @param seq its place in the order of appending
 * @param topic the topic's name without prefix
 * @param headers a JSON object of texts
 * @param data JSON
 * @param age the time from its appending to the reading, by the database's clock
 */
public record UnpublishedRow(long seq, String topic, String recordKey, String headers, String data, Duration age) {}
