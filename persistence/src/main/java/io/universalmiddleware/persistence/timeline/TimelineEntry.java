package io.universalmiddleware.persistence.timeline;

import io.universalmiddleware.contracts.id.CommandId;
import java.time.Instant;

/**
 * One thing that happened on behalf of a command.
 *
 * @param step what: {@code view-updated}, {@code pushed}
 * @param detail JSON object
 */
public record TimelineEntry(CommandId command, Instant at, String step, String detail) {}
