package io.universalmiddleware.command.status;

import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.contracts.id.CommandId;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The first answer to a command: it is committed and will be carried out. */
@Schema(description = "The command is committed and will be carried out.")
public record AcceptedCommand(
        UUID id, @Schema(enumeration = "accepted") String status, Links links) {

    /** The answer, the same however often the command is sent. */
    public static AcceptedCommand of(CommandId command) {
        return new AcceptedCommand(command.value(), CommandStatus.ACCEPTED.wire(), Links.of(command));
    }
}
