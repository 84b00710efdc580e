package io.universalmiddleware.persistence.command;

import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.contracts.id.CommandId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a command ended.
 *
 * @param attempts how often the handler was called
 * @param result JSON, or null
 * @param problem problem JSON, or null
 */
public record Settlement(
        CommandId command,
        CommandStatus status,
        int attempts,
        Instant publishedAt,
        Instant startedAt,
        Instant finishedAt,
        @Nullable String result,
        @Nullable String problem) {}
