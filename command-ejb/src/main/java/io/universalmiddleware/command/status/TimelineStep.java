package io.universalmiddleware.command.status;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A step in the life of a command. */
@Schema(description = "A step in the life of a command.")
public record TimelineStep(
        Instant at,

        @Schema(description = "accepted, published, started, event, finished, view-updated, pushed, …")
        String step,

        @Schema(description = "The trace it belongs to, 32 hexadecimal digits.")
        String traceId,

        @Schema(description = "What there is to say of it.", implementation = Object.class) @JsonRawValue
        String detail) {}
