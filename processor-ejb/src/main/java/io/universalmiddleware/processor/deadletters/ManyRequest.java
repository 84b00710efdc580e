package io.universalmiddleware.processor.deadletters;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which open dead letters to decide about at once. */
@Schema(
        description =
                "Which open dead letters to decide about at once: those of a group, or all; of one type, if that is given.")
public record ManyRequest(
        @Schema(description = "A group's fingerprint.") @Nullable
        String group,

        @Schema(description = "True for all; then no group.") @Nullable
        Boolean all,

        @Schema(description = "Only those of this type.") @Nullable
        String type,

        @Schema(description = "For the audit; needed to discard.") @Nullable
        String reason) {}
