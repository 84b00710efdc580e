package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.contracts.id.TenantId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A registered client is a program of one tenant that asks for tokens (RFC 6749, section 2).
 *
 * @param name unique in its tenant
 * @param roles that its own tokens have
 * @param scopes that its own tokens may have
 * @param expiresAt when it ends; null if it does not
 */
public record RegisteredClient(
        UUID id,
        TenantId tenant,
        String name,
        Set<String> roles,
        Set<String> scopes,
        boolean disabled,
        @Nullable Instant expiresAt,
        Instant createdAt,
        Instant changedAt) {

    public RegisteredClient {
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
    }

    /** Whether it may be anything now. */
    public boolean isAlive(Instant now) {
        return !disabled && (expiresAt == null || now.isBefore(expiresAt));
    }

    /** Another with every change. */
    public long revision() {
        return Revision.of(changedAt);
    }

    /** Whether it may now be less than it might before. */
    public boolean mayLessThan(RegisteredClient before, Instant now) {
        return !isAlive(now)
                || (expiresAt != null && (before.expiresAt == null || expiresAt.isBefore(before.expiresAt)))
                || !roles.containsAll(before.roles)
                || !scopes.containsAll(before.scopes);
    }
}
