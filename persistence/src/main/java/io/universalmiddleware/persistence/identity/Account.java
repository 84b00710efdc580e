package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.contracts.id.TenantId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account is a user of one tenant.
 *
 * @param email as its owner wrote it
 * @param password a hash with its parameters
 * @param verifiedAt when it was shown that the owner reads that mailbox; null until then
 */
public record Account(
        UUID id,
        TenantId tenant,
        String email,
        String password,
        Set<String> roles,
        boolean disabled,
        @Nullable Instant verifiedAt,
        Instant createdAt,
        Instant changedAt) {

    public Account {
        roles = Set.copyOf(roles);
    }

    public boolean isVerified() {
        return verifiedAt != null;
    }

    /** Another with every change. */
    public long revision() {
        return Revision.of(changedAt);
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "account " + id + " of " + tenant.value();
    }
}
