package io.universalmiddleware.processor.deadletters;

import io.universalmiddleware.persistence.deadletter.LetterGroup;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The groups of dead letters, those that failed last first. */
@Schema(name = "DeadLetterGroups", description = "Groups of dead letters, last failed first; at most 200.")
public record GroupList(List<Group> groups) {

    /** Letters of one fingerprint. */
    @Schema(name = "DeadLetterGroup", description = "Dead letters of the same exception from the same method.")
    public record Group(
            @Schema(description = "The fingerprint of exception and frame.")
            String group,

            String exception,

            @Schema(description = "The first frame of application code, of the newest letter.")
            String frame,

            @Schema(description = "The message of the newest letter.")
            String message,

            long count,
            Instant firstFailedAt,
            Instant lastFailedAt,

            @Schema(description = "The id of the newest letter.")
            UUID sample) {}

    static GroupList of(List<LetterGroup> groups) {
        return new GroupList(groups.stream()
                .map(g -> new Group(
                        g.fingerprint(),
                        g.exception(),
                        g.frame(),
                        g.message(),
                        g.count(),
                        g.firstFailedAt(),
                        g.lastFailedAt(),
                        g.sample()))
                .toList());
    }
}
