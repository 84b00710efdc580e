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
 *     revoked, and for every token of another issuer, whatever it says
 * @param own whether a key of the platform itself has signed the token: only then are {@code user} and {@code session} what the platform
 *     means by them
 * @param application the application that got the token for its user; empty for users' own and other issuers' tokens
 */
public record Identity(
        TenantId tenant,
        String user,
        Set<String> roles,
        Set<String> scopes,
        Instant expires,
        String name,
        String session,
        boolean own,
        String application) {
    /**
     * The claim by which a {@code JsonWebToken} tells {@code own}, a Boolean. What verified the token says it; a claim of that name in the token
     * itself is never shown.
     */
    public static final String OWN = "https://universalmiddleware.io/claims/own";

    public Identity {
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
    }

    /** Of no session of the platform's: another issuer's. */
    public Identity(TenantId tenant, String user, Set<String> roles, Set<String> scopes, Instant expires, String name) {
        this(tenant, user, roles, scopes, expires, name, "", false, "");
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
