package io.universalmiddleware.processor.deadletters;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of dead letters, newest first. */
@Schema(name = "DeadLetterPage", description = "Dead letters, newest first.")
public record LetterPage(
        List<LetterSummary> deadLetters,

        @Schema(description = "The cursor of the next page; absent on the last.") @Nullable
        String nextCursor) {}
