package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.control.Administrator;
import io.universalmiddleware.gateway.control.Precondition;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An edit says who changes what.
 *
 * @param actor {@code tenant/user}
 * @param tenant whose things alone are found; null for all
 * @param ifMatch the value of {@code If-Match}; null to change it whatever it is by now
 */
public record Edit(
        String actor,
        UUID id,
        @Nullable String tenant,
        @Nullable String ifMatch) {

    static Edit by(Administrator administrator, UUID id, @Nullable String ifMatch) {
        return new Edit(administrator.actor(), id, administrator.onlyTenant(), ifMatch);
    }

    /** Whether it is for what is a tenant's. @throws ProblemException 412 if that is at a revision that was not meant */
    boolean isFor(TenantId owner, long revision) {
        boolean found = Managed.isOf(owner, tenant);
        if (found) {
            Precondition.check(ifMatch, revision);
        }
        return found;
    }
}
