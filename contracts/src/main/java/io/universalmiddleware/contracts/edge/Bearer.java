package io.universalmiddleware.contracts.edge;

import io.universalmiddleware.contracts.id.TenantId;
import java.time.Instant;
import java.util.Set;

/**
 * A bearer is who sent a request, as a token says that was verified.
 *
 * @param user the token's subject, 1 to 255 characters
 * @param roles the token's groups
 * @param expires when the token ends
 */
public record Bearer(TenantId tenant, String user, Set<String> roles, Instant expires) {
    public Bearer {
        roles = Set.copyOf(roles);
    }
}
