package io.universalmiddleware.command.status;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of commands, newest first. */
@Schema(description = "Commands, newest first.")
public record CommandPage(
        List<CommandState> commands,

        @Schema(description = "The cursor of the next page; absent on the last.") @Nullable
        String nextCursor) {}
