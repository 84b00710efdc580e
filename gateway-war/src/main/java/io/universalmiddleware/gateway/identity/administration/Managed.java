package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.paging.Page;
import io.universalmiddleware.contracts.paging.PageParameters;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.control.Administrator;
import io.universalmiddleware.gateway.identity.request.Refusals;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an administrator's request is about. */
final class Managed {
    private static final int USUAL = 50;

    private Managed() {}

    /** Asks for rows behind one. */
    @FunctionalInterface
    interface Listing<T> {
        /** @param after the last row of the page before; null for the first page */
        List<T> list(@Nullable UUID after, int most);
    }

    /**
     * A page of rows that go by their ids.
     *
     * @param limit 50 where there is none
     * @throws ProblemException 400 if a parameter is not valid; 503 if the rows cannot be reached
     */
    static <T> Page<T> page(@Nullable String limit, @Nullable String cursor, Listing<T> rows) {
        int most = limit == null ? USUAL : PageParameters.limit(limit);
        @Nullable UUID after = PageParameters.cursor(cursor, Managed::uuid);
        return Page.of(Refusals.stored(() -> rows.list(after, most + 1)), most);
    }

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
