package io.universalmiddleware.command.intake;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A command request as the API describes it; {@link SubmissionReader} reads it. */
@Schema(description = "A command to be carried out. Members that are not named here are refused.")
public record CommandRequest(
        @Schema(description = "The command type's name.", required = true, example = "gopro.EnrolLearner")
        String type,

        @Schema(description = "The version of the payload's schema; the newest if absent.", minimum = "1") @Nullable
        Integer version,

        @Schema(
                description = "The aggregate that it is for, where the type does not make it of the payload.",
                maxLength = 200,
                example = "ann:java")
        @Nullable
        String aggregateId,

        @Schema(description = "As the type's JSON Schema demands.", required = true)
        Map<String, Object> payload) {}
