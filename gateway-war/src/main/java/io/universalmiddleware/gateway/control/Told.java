package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.gateway.document.Difference;
import io.universalmiddleware.persistence.configuration.Change;
import io.universalmiddleware.persistence.configuration.Revision;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What clients are told of revisions and nodes. */
final class Told {
    private Told() {}

    /** A revision: who, when, what for, and each difference. */
    @Schema(name = "ConfigurationRevision", description = "A set of changes that came into force together.")
    record RevisionTold(
            @Schema(description = "From 1, without gaps.") long revision,
            Instant at,

            @Schema(description = "Who made it: tenant/user.")
            String actor,

            String action,
            @Nullable String note,
            List<ChangeTold> changes) {}

    /** What became of one entry. */
    @Schema(name = "ConfigurationChange", description = "What became of one entry.")
    record ChangeTold(
            @Schema(description = "created, changed or removed.")
            String what,

            @Schema(description = "tenants, origins, routes, api-keys, limits or webhooks.")
            String kind,

            String tenant,
            String name,
            UUID id,

            @Schema(description = "Each place that differs: path, from, to.")
            List<Difference> differences) {}

    /** A page of revisions. */
    @Schema(name = "ConfigurationRevisionPage", description = "Revisions, last first.")
    record RevisionPage(
            List<RevisionTold> items,

            @Schema(description = "The cursor of the next page; absent on the last.") @Nullable
            String nextCursor) {}

    /** A node. */
    @Schema(name = "EdgeNode", description = "An edge and the revision that it serves.")
    record NodeTold(
            String node,
            long revision,

            @Schema(description = "Why it does not serve the last revision, if it refused it.") @Nullable
            String problem,

            Instant startedAt,
            @Schema(description = "When it last said so.") Instant at,

            @Schema(description = "Whether that was in the last ten seconds.")
            boolean live) {}

    /** All nodes. */
    @Schema(name = "EdgeNodes", description = "Every edge.")
    record Nodes(@Schema(description = "The last revision.") long revision, List<NodeTold> nodes) {}

    /** The use of an API key. */
    @Schema(name = "ApiKeyUse", description = "How often an API key was used.")
    record KeyUseTold(
            long uses,

            @Schema(description = "Absent if it was never used.") @Nullable
            Instant lastUsedAt) {}

    /** What came of a whole configuration. */
    @Schema(name = "ConfigurationApplied", description = "What a document changes.")
    record Applied(
            @Schema(description = "The revision that it made, or the one that stands if there was nothing to change.")
            long revision,

            @Schema(description = "Whether nothing was changed since only the outcome was asked for.")
            boolean dryRun,

            List<ChangeTold> changes) {}

    /** @param by what others' entries became is left out */
    static RevisionTold told(Administrator by, Revision revision) {
        return new RevisionTold(
                revision.number(),
                revision.at(),
                revision.actor(),
                revision.action(),
                revision.note(),
                changes(by, revision));
    }

    static List<ChangeTold> changes(Administrator by, Revision revision) {
        return revision.changes().stream()
                .filter(change -> by.manages(change.tenant()))
                .map(Told::told)
                .toList();
    }

    private static ChangeTold told(Change change) {
        @Nullable JsonNode before = change.before();
        @Nullable JsonNode after = change.after();
        return new ChangeTold(
                before == null ? "created" : after == null ? "removed" : "changed",
                change.kind(),
                change.tenant(),
                change.name(),
                change.id(),
                Difference.between(
                        before == null ? null : Shape.shown(before), after == null ? null : Shape.shown(after)));
    }
}
