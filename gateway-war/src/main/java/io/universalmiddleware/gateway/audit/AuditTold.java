package io.universalmiddleware.gateway.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.universalmiddleware.persistence.audit.AuditRow;
import io.universalmiddleware.persistence.audit.Finding;
import io.universalmiddleware.persistence.audit.Verification;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What the audit's resource answers. */
final class AuditTold {
    private AuditTold() {}

    /** A page of rows. */
    @Schema(name = "AuditPage")
    record Page(List<Item> items, @Nullable String nextCursor) {}

    /** A row. */
    @Schema(name = "AuditItem", description = "Who did what, when, to what and why.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            long id,
            Instant at,
            String tenant,
            String actor,
            String action,
            String subject,
            @Nullable String reason,

            @Schema(description = "What was there, if it was changed.", implementation = Object.class)
            @JsonRawValue
            @Nullable
            String before,

            @Schema(description = "What is there now.", implementation = Object.class) @JsonRawValue @Nullable
            String after,

            @Schema(description = "Its place in the chain; absent until it is sealed, seconds later.") @Nullable
            Long seq,

            @Schema(description = "The chain's hash at this place.") @Nullable
            String hash) {
        static Item of(AuditRow row) {
            var entry = row.entry();
            return new Item(
                    row.id(),
                    entry.at(),
                    entry.tenant(),
                    entry.actor(),
                    entry.action(),
                    entry.subject(),
                    entry.reason(),
                    entry.before(),
                    entry.after(),
                    row.seq(),
                    row.hash());
        }
    }

    /** What a verification found. */
    @Schema(name = "AuditVerification")
    record Verified(
            boolean intact,

            @Schema(description = "The chain's last link, as seq:hash. Keep it elsewhere.")
            String head,

            long links,

            @Schema(description = "Links whose rows were let go of with their month.")
            long retired,

            @Schema(description = "Rows that have no link yet.")
            long waiting,

            @Schema(description = "At most 100.") List<Found> findings,

            long more) {
        static Verified of(Verification.Outcome outcome) {
            return new Verified(
                    outcome.intact(),
                    outcome.head().seq() + ":" + outcome.head().hash(),
                    outcome.links(),
                    outcome.retired(),
                    outcome.waiting(),
                    outcome.findings().stream().map(Found::of).toList(),
                    outcome.more());
        }
    }

    /** A place where the audit is not what was sealed. */
    @Schema(name = "AuditFinding")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Found(
            Finding.Kind kind, @Nullable Long row, @Nullable Long seq, String detail) {
        static Found of(Finding finding) {
            return new Found(finding.kind(), finding.row(), finding.seq(), finding.detail());
        }
    }
}
