package io.universalmiddleware.contracts.spi;

import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import java.time.Instant;
import java.util.UUID;

/**
 * What is known of an event beside its data.
 *
 * @param id the event's own id
 * @param sequence its place in the aggregate's stream, from 1
 * @param command the command that caused it
 */
public record EventMetadata(UUID id, AggregateRef aggregate, long sequence, CommandId command, Instant occurredAt) {}
