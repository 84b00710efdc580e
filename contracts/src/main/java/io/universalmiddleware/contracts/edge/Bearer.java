package io.universalmiddleware.contracts.edge;

import io.universalmiddleware.contracts.id.TenantId;
import java.time.Instant;
import java.util.Set;

/**
 * A bearer is who sent a request, as a token says that was verified.
 *
 * @param user the token's subject, 1 to 255 characters
 * @param roles the token's groups
 * @param scopes what the token is for
 * @param expires when the token ends
 */
public record Bearer(TenantId tenant, String user, Set<String> roles, Set<String> scopes, Instant expires) {
    public Bearer {
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
    }
}
