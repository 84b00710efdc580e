package io.universalmiddleware.processor.deadletters;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of a decision about many. */
@Schema(description = "What became of a decision about many dead letters.")
public record ManyResult(
        @Schema(description = "How many it was carried out for.")
        int decided,

        @Schema(description = "How many somebody else was deciding about at that moment; they are as they were.")
        int busy) {}
