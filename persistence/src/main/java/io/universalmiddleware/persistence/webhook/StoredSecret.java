package io.universalmiddleware.persistence.webhook;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When a secret of an endpoint was made, and when it ends.
 *
 * @param expiresAt null if it does not
 */
public record StoredSecret(
        UUID id, Instant createdAt, @Nullable Instant expiresAt) {}
