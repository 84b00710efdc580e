package io.universalmiddleware.persistence.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A second factor is the secret that an account shares with its owner's authenticator.
 *
 * @param sealed the secret, encrypted
 * @param confirmedAt when a first code was shown; null until then, and it does not count
 * @param step the last time step of which a code was accepted
 */
public record SecondFactor(
        UUID account,
        byte[] sealed,
        Instant createdAt,
        @Nullable Instant confirmedAt,
        long step) {
    public boolean isConfirmed() {
        return confirmedAt != null;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "second factor of " + account;
    }
}
