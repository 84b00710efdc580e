package io.universalmiddleware.command.status;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.universalmiddleware.persistence.command.CommandRecord;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The state of a command as its tenant sees it. */
@Schema(description = "What is known of a command.")
public record CommandState(
        UUID id,
        String type,
        int version,
        String aggregateId,
        @Schema(description = "Who sent it.") String principal,

        @Schema(enumeration = {"accepted", "processing", "succeeded", "failed", "dead"})
        String status,

        @Schema(description = "How often a handler was called.")
        int attempts,

        Instant acceptedAt,

        @Schema(description = "When Kafka had it.") @Nullable
        Instant publishedAt,

        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,

        @Schema(description = "What its handler answered, if it succeeded.", implementation = Object.class)
        @JsonRawValue
        @Nullable
        String result,

        @Schema(description = "Why it failed, as a problem (RFC 9457).", implementation = Object.class)
        @JsonRawValue
        @Nullable
        String problem,

        Links links) {

    static CommandState of(CommandRecord command) {
        return new CommandState(
                command.id().value(),
                command.type(),
                command.version(),
                command.aggregate().id(),
                command.principal(),
                command.status().wire(),
                command.attempts(),
                command.acceptedAt(),
                command.publishedAt(),
                command.startedAt(),
                command.finishedAt(),
                command.result(),
                command.problem(),
                Links.of(command.id()));
    }
}
