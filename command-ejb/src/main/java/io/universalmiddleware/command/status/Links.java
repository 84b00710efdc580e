package io.universalmiddleware.command.status;

import io.universalmiddleware.contracts.id.CommandId;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where more is told of a command. */
@Schema(name = "CommandLinks", description = "Where more is told of a command.")
public record Links(
        @Schema(description = "Its state.") String self,
        @Schema(description = "Its life.") String timeline) {
    private static final String COMMANDS = "/api/v1/commands/";

    /** The links of a command. */
    public static Links of(CommandId command) {
        return new Links(COMMANDS + command, COMMANDS + command + "/timeline");
    }
}
