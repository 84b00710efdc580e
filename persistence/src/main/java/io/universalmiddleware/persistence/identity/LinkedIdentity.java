package io.universalmiddleware.persistence.identity;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A linked identity is somebody whom a provider knows, as an account of a tenant.
 *
 * @param issuer the provider's {@code iss}
 * @param subject the provider's {@code sub}, unique with the issuer
 * @param roles those of the account that come from the provider's groups
 */
public record LinkedIdentity(
        UUID id,
        UUID account,
        String tenant,
        String issuer,
        String subject,
        Set<String> roles,
        Instant createdAt,
        Instant usedAt) {

    public LinkedIdentity {
        roles = Set.copyOf(roles);
    }
}
