package io.universalmiddleware.gateway.policy;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who would gain and who would lose by a version. */
@Schema(name = "PolicyDryRun", description = "Who would gain and who would lose by a version.")
public record DryRunReport(
        @Schema(description = "How many different questions are recorded.")
        int recorded,

        @Schema(description = "How many of them were asked, those asked last first, before the time was over.")
        int examined,

        @Schema(description = "What would be decided otherwise, what was asked most often first.")
        List<Change> changes,

        @Schema(description = "The cursor of the next page; absent on the last.") @Nullable
        String nextCursor) {

    /** Questions of an operation by those who have the same roles, of which the version decides otherwise. */
    @Schema(name = "PolicyDryRunChange", description = "Questions that would be decided otherwise.")
    public record Change(
            @Schema(description = "gains or loses.") String who,
            String operation,
            List<String> roles,

            @Schema(description = "What is granted now: nothing, some resources, or all.")
            String from,

            @Schema(description = "What would be granted: nothing, some resources, or all.")
            String to,

            @Schema(description = "Why, of one of them.") String reason,

            @Schema(description = "How many different questions.")
            long questions,

            @Schema(description = "How often they were asked, as far as that is known.")
            long times,

            @Schema(description = "Who asked, at most five of them.")
            List<Example> examples) {}

    /** Who asked. */
    @Schema(name = "PolicyDryRunExample", description = "Who asked.")
    public record Example(String tenant, String user) {}

    /** A page of its changes. */
    DryRunReport page(int from, int limit) {
        int begin = Math.min(from, changes.size());
        int end = Math.min(begin + limit, changes.size());
        return new DryRunReport(
                recorded, examined, changes.subList(begin, end), end < changes.size() ? Integer.toString(end) : null);
    }
}
