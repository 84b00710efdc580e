package io.universalmiddleware.token;

import io.universalmiddleware.contracts.id.TenantId;
import java.time.Instant;
import java.util.Set;

/**
 * An identity is who a verified token says its bearer is.
 *
 * @param user the token's subject
 * @param roles the token's groups
 * @param scopes what the token is for ({@code scope}, RFC 8693, section 4.2)
 * @param expires when the token ends
 * @param name what the bearer is called (MicroProfile JWT 2.1, section 4.1: {@code upn}, {@code preferred_username} or {@code sub})
 * @param session of which the token is ({@code sid}), else the token's own id ({@code jti}); empty if it has neither, and then it cannot be
 *     revoked
 */
public record Identity(
        TenantId tenant,
        String user,
        Set<String> roles,
        Set<String> scopes,
        Instant expires,
        String name,
        String session) {
    public Identity {
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
    }

    /** Of no session. */
    public Identity(TenantId tenant, String user, Set<String> roles, Set<String> scopes, Instant expires, String name) {
        this(tenant, user, roles, scopes, expires, name, "");
    }

    /** Whoever is called what their subject is. */
    public Identity(TenantId tenant, String user, Set<String> roles, Set<String> scopes, Instant expires) {
        this(tenant, user, roles, scopes, expires, user);
    }

    /** Without scopes. */
    public Identity(TenantId tenant, String user, Set<String> roles, Instant expires) {
        this(tenant, user, roles, Set.of(), expires);
    }

    /** Whether both are the same user of the same tenant. */
    public boolean isSameUserAs(Identity other) {
        return tenant.equals(other.tenant) && user.equals(other.user);
    }
}
