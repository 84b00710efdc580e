package io.universalmiddleware.gateway.identity.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.persistence.audit.AuditEntry;
import io.universalmiddleware.persistence.audit.AuditRepository;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes what users and their administrators do into the audit, in the caller's transaction. */
@Dependent
public class Journal {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AuditRepository audit;
    private final Clock clock;

    @Inject
    public Journal(AuditRepository audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A user has done something, or it was done for them.
     *
     * @param action such as {@code login}
     * @param subject what it was done to: a kind, a slash, an id
     * @param reason why, if there is more to say
     */
    public void note(TenantId tenant, UUID user, String action, String subject, @Nullable String reason) {
        note(tenant, tenant.value() + '/' + user, action, subject, reason, null, null);
    }

    /**
     * Somebody has changed something of a tenant's.
     *
     * @param actor {@code tenant/user}
     * @param before what was
     * @param after what is
     */
    public void changed(
            TenantId tenant, String actor, String action, String subject, Map<String, ?> before, Map<String, ?> after) {
        note(tenant, actor, action, subject, null, json(before), json(after));
    }

    private static String json(Map<String, ?> told) {
        return JSON.valueToTree(told).toString();
    }

    private void note(
            TenantId tenant,
            String actor,
            String action,
            String subject,
            @Nullable String reason,
            @Nullable String before,
            @Nullable String after) {
        audit.append(new AuditEntry(tenant.value(), clock.instant(), actor, action, subject, reason, before, after));
    }
}
