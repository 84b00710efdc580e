package io.universalmiddleware.persistence.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An audit query says which rows are wanted; null stands for any.
 *
 * @param tenant whose
 * @param subject exactly this, or all below it if it ends with {@code /}
 * @param from at or after this
 * @param until before this
 * @param after only rows behind this id, in the query's direction
 * @param newestFirst the direction
 * @param limit at most so many
 */
public record AuditQuery(
        @Nullable String tenant,
        @Nullable String actor,
        @Nullable String action,
        @Nullable String subject,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable Long after,
        boolean newestFirst,
        int limit) {

    /** The same behind a row. */
    public AuditQuery after(long id) {
        return new AuditQuery(tenant, actor, action, subject, from, until, id, newestFirst, limit);
    }
}
