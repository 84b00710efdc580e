package io.universalmiddleware.persistence.command;

import io.universalmiddleware.contracts.id.CommandId;
import java.time.Instant;

/** A command that a processor has taken up. */
public record Started(CommandId command, Instant publishedAt, Instant startedAt) {}
