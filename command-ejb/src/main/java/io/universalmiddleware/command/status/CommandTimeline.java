package io.universalmiddleware.command.status;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The life of a command, oldest step first. */
@Schema(description = "What happened on behalf of a command, oldest first.")
public record CommandTimeline(
        UUID commandId,
        String status,

        @Schema(description = "The trace of the request that sent it, 32 hexadecimal digits.")
        String traceId,

        List<TimelineStep> steps) {}
