package io.universalmiddleware.persistence.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An audit entry says who did what to a subject.
 *
 * @param tenant whose subject it is; may be empty
 * @param actor a user, or {@code um} for the platform itself
 * @param subject what was acted on: {@code dead-letter/} and its id
 * @param before JSON of what was there, if it was changed
 * @param after JSON of what is there now, if it was changed
 */
public record AuditEntry(
        String tenant,
        Instant at,
        String actor,
        String action,
        String subject,
        @Nullable String reason,
        @Nullable String before,
        @Nullable String after) {

    /** The same at another time. */
    public AuditEntry at(Instant time) {
        return new AuditEntry(tenant, time, actor, action, subject, reason, before, after);
    }
}
