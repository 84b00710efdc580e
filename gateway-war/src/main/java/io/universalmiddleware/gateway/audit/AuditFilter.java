package io.universalmiddleware.gateway.audit;

import io.universalmiddleware.gateway.control.Administrator;
import io.universalmiddleware.gateway.control.Refusing;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.persistence.audit.AuditQuery;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The parameters that choose rows of the audit. */
public class AuditFilter {
    private static final int LONGEST = 500;

    @Parameter(description = "Only this tenant's.")
    @QueryParam("tenant")
    @Nullable
    String tenant;

    @Parameter(description = "Only what they did: tenant/user, or um for the platform.", example = "operator/olga")
    @QueryParam("actor")
    @Nullable
    String actor;

    @Parameter(description = "Only this, such as create-route or denied.")
    @QueryParam("action")
    @Nullable
    String action;

    @Parameter(
            description = "Only what was done to this; with a slash at its end, to anything below.",
            example = "routes/")
    @QueryParam("subject")
    @Nullable
    String subject;

    @Parameter(description = "Only at or after this time.", example = "2026-11-01T00:00:00Z")
    @QueryParam("from")
    @Nullable
    String from;

    @Parameter(description = "Only before this time.")
    @QueryParam("until")
    @Nullable
    String until;

    /**
     * The query; of a tenant's administrator for that tenant's rows alone, whatever is asked.
     *
     * @throws io.universalmiddleware.contracts.problem.ProblemException naming each parameter that is not valid
     */
    AuditQuery query(Administrator by, @Nullable Long after, boolean newestFirst, int limit) {
        Violations violations = new Violations();
        @Nullable String of = text("tenant", tenant, violations);
        if (of != null && !by.manages(of)) {
            violations.add("tenant", "is not yours to see");
        }
        AuditQuery query = new AuditQuery(
                by.ofAll() ? of : by.tenant(),
                text("actor", actor, violations),
                text("action", action, violations),
                text("subject", subject, violations),
                time("from", from, violations),
                time("until", until, violations),
                after,
                newestFirst,
                limit);
        Refusing.ifAny(violations);
        return query;
    }

    private static @Nullable String text(String name, @Nullable String value, Violations violations) {
        if (value != null && (value.length() > LONGEST || value.indexOf('\0') >= 0)) {
            violations.add(name, "expected at most " + LONGEST + " characters");
        }
        return value;
    }

    private static @Nullable Instant time(String name, @Nullable String value, Violations violations) {
        if (value == null) {
            return null;
        }
        try {
            Instant time = Instant.parse(value);
            if (time.isAfter(Instant.parse("1970-01-01T00:00:00Z"))
                    && time.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
                return time;
            }
        } catch (DateTimeParseException unreadable) {
            // said below
        }
        violations.add(name, "expected a time such as 2026-11-21T12:00:00Z");
        return null;
    }
}
