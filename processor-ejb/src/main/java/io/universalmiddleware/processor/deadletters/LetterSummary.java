package io.universalmiddleware.processor.deadletters;

import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.persistence.deadletter.DeadLetter;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A dead letter in a list. */
@Schema(name = "DeadLetter", description = "A message that was given up.")
public record LetterSummary(
        UUID id,

        @Schema(enumeration = {"open", "retrying", "resolved", "discarded"})
        String state,

        @Schema(
                description =
                        "Why it was given up: no retry can help, it failed as often as it may, or it cannot be read.",
                enumeration = {"permanent", "exhausted", "malformed"})
        String reason,

        @Schema(description = "The command's or event's type; empty if it could not be read.")
        String type,

        @Schema(description = "Who failed at it: processor, or view:<name>.")
        String consumer,

        @Schema(description = "What waits behind it: tenant/type/id of the aggregate. With # before it, nothing does.")
        String key,

        @Nullable UUID commandId,

        @Schema(description = "32 hexadecimal digits.") @Nullable
        String traceId,

        @Schema(description = "The class of the innermost exception.")
        String exception,

        String message,

        @Schema(description = "The first frame of application code.")
        String frame,

        @Schema(description = "The fingerprint of exception and frame, by which letters are grouped.")
        String group,

        int attempts,
        Instant firstFailedAt,
        Instant lastFailedAt,

        @Schema(description = "When it was resolved or discarded.") @Nullable
        Instant closedAt) {

    static LetterSummary of(DeadLetter letter) {
        @Nullable CommandId command = letter.message().command();
        return new LetterSummary(
                letter.id(),
                letter.state().wire(),
                letter.reason().wire(),
                letter.message().type(),
                letter.message().consumer(),
                letter.message().key(),
                command == null ? null : command.value(),
                letter.message().traceId(),
                letter.cause().exception(),
                letter.cause().message(),
                letter.cause().frame(),
                letter.cause().fingerprint(),
                letter.attempts(),
                letter.firstFailedAt(),
                letter.lastFailedAt(),
                letter.closedAt());
    }
}
