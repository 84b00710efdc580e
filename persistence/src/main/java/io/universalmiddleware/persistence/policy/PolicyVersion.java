package io.universalmiddleware.persistence.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A policy version is a policy, what its roles grant, and what it is tested by: a draft until it is active for the first time, and as it was
 * from then on.
 *
 * @param version from 1
 * @param content what its author wrote
 */
public record PolicyVersion(long version, PolicyContent content, Written written) {

    /**
     * When it was written.
     *
     * @param edition which writing this is, from 1
     * @param firstActiveAt null for a draft
     */
    public record Written(
            long edition,
            Instant createdAt,
            String createdBy,
            Instant changedAt,
            String changedBy,
            @Nullable Instant firstActiveAt) {

        /** Whether it was never active. */
        public boolean isDraft() {
            return firstActiveAt == null;
        }
    }

    public boolean isDraft() {
        return written.isDraft();
    }
}
