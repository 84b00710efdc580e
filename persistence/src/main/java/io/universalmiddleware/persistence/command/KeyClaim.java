package io.universalmiddleware.persistence.command;

import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import java.time.Instant;

/**
 * A key claim asks that an idempotency key stands for a request.
 *
 * @param fingerprint digest of the request
 * @param command the command that the request makes if the key is free
 * @param expiresAt until when the key stands for it
 */
public record KeyClaim(
        TenantId tenant, String principal, String key, byte[] fingerprint, CommandId command, Instant expiresAt) {

    /** Whose key it is, and which. */
    record Name(String tenant, String principal, String key) {}

    Name name() {
        return new Name(tenant.value(), principal, key);
    }
}
