package io.universalmiddleware.processor.deadletters;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.universalmiddleware.persistence.audit.AuditEntry;
import io.universalmiddleware.persistence.deadletter.DeadLetter;
import io.universalmiddleware.persistence.deadletter.PayloadText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** All that is known of a dead letter. */
@Schema(name = "DeadLetterDetail", description = "All that is known of a dead letter.")
public record LetterDetail(
        LetterSummary deadLetter,

        @Schema(description = "Every exception from the outermost to the innermost, with frames.")
        String causes,

        @Schema(description = "The headers of its record.") Map<String, String> headers,

        @Schema(
                description =
                        "What it carries: JSON as it is, other text as a string, else a string in base64 after 'base64:'.",
                implementation = Object.class)
        @JsonRawValue
        @Nullable
        String payload,

        @Schema(description = "How many messages of its key wait behind it.")
        long waiting,

        @Schema(description = "What was done about it, by whom and why, oldest first.")
        List<Act> history) {

    /** One thing that was done about a letter. */
    @Schema(name = "DeadLetterAct", description = "What was done, by whom and why.")
    public record Act(
            Instant at,

            @Schema(description = "A user, or um for the platform.")
            String actor,

            @Schema(enumeration = {"dead-lettered", "retry", "edit-and-retry", "retry-failed", "resolved", "discard"})
            String action,

            @Nullable String reason,

            @Schema(description = "The payload before an edit.", implementation = Object.class) @JsonRawValue @Nullable
            String before,

            @Schema(description = "The payload after an edit.", implementation = Object.class) @JsonRawValue @Nullable
            String after) {}

    static LetterDetail of(DeadLetter letter, long waiting, List<AuditEntry> audit) {
        byte @Nullable [] payload = letter.message().payload();
        return new LetterDetail(
                LetterSummary.of(letter),
                letter.cause().chain(),
                letter.message().headers(),
                payload == null ? null : PayloadText.json(payload),
                waiting,
                audit.stream()
                        .map(a -> new Act(a.at(), a.actor(), a.action(), a.reason(), a.before(), a.after()))
                        .toList());
    }
}
