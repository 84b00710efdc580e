package io.universalmiddleware.processor.deadletters;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How a dead letter is to be tried again. */
@Schema(description = "How a dead letter is to be tried again; all of it may be left out.")
public record RetryRequest(
        @Schema(
                description = "A payload in the place of the command's own; must fit the command type's JSON Schema.",
                implementation = Object.class)
        @Nullable
        JsonNode payload,

        @Schema(description = "For the audit.") @Nullable String reason) {}
