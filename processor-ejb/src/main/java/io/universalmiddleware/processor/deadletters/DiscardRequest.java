package io.universalmiddleware.processor.deadletters;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why a dead letter is given up. */
@Schema(description = "Why a dead letter is given up.")
public record DiscardRequest(
        @Schema(description = "For the audit, 1 to 500 characters.", required = true) @Nullable
        String reason) {}
