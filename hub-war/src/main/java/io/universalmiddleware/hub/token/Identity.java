package io.universalmiddleware.hub.token;

import io.universalmiddleware.contracts.id.TenantId;
import java.time.Instant;

/**
 * An identity is who a verified token says its bearer is.
 *
 * @param user the token's subject
 * @param expires when the token ends
 */
public record Identity(TenantId tenant, String user, Instant expires) {

    /** Whether both are the same user of the same tenant. */
    public boolean isSameUserAs(Identity other) {
        return tenant.equals(other.tenant) && user.equals(other.user);
    }
}
