package io.universalmiddleware.runtime.log;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A log level as it is in force. */
@Schema(description = "The level of a logger of the process that answers.")
public record LogLevel(
        @Schema(description = "The logger's name; root is above all.", example = "io.universalmiddleware.command")
        String logger,

        @Schema(description = "From which level lines are written: its own, or that of the next logger above with one.")
        String level,

        @Schema(description = "Whether it was set while the process runs.")
        boolean changed,

        @Schema(description = "When it becomes again what it was; absent if it stays.") @Nullable
        Instant until) {}
