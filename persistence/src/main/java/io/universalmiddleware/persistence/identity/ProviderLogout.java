package io.universalmiddleware.persistence.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A provider's logout is the end of a session of its own or, where it names none, of all of a user's.
 *
 * @param provider the entry that it is configured by
 * @param issuer its {@code iss}
 * @param subject whose; null if it names the session alone
 * @param sid which; null for all of the user's
 */
public record ProviderLogout(
        UUID provider,
        String issuer,
        @Nullable String subject,
        @Nullable String sid) {

    public ProviderLogout {
        if (subject == null && sid == null) {
            throw new IllegalArgumentException("a logout of nobody");
        }
    }
}
