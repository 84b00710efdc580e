package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.control.Administrator;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an administrator's request is about. */
final class Managed {
    private Managed() {}

    /**
     * The tenant that is asked for, else the administrator's own.
     *
     * @throws ProblemException 404 if there is none that they manage
     */
    static TenantId tenant(Administrator by, @Nullable String asked) {
        String tenant = asked != null ? asked : by.tenant();
        if (!TenantId.isValid(tenant) || !by.manages(tenant)) {
            throw new ProblemException(Problem.of(ProblemType.NOT_FOUND, "There is no such tenant."));
        }
        return new TenantId(tenant);
    }

    /** Whether something of a tenant is among what is asked about. @param only the tenant that is; null for all */
    static boolean isOf(TenantId tenant, @Nullable String only) {
        return only == null || tenant.value().equals(only);
    }

    /** The id that a text is; empty if it is none. */
    static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }
}
