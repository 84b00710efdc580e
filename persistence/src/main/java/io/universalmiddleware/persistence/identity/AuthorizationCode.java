package io.universalmiddleware.persistence.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An authorization code begins a grant, once (RFC 6749, section 4.1.2).
 *
 * @param redirectUri where it was sent to
 * @param challenge what its verifier hashes to (RFC 7636, section 4.2)
 * @param nonce of the request; null if it had none
 */
public record AuthorizationCode(
        UUID grant,
        String redirectUri,
        String challenge,
        @Nullable String nonce,
        Instant expiresAt) {}
