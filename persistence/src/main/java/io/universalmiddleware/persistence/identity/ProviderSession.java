package io.universalmiddleware.persistence.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A provider's session is what a provider that let somebody in knows the login by.
 *
 * @param provider the entry that it is configured by
 * @param issuer its {@code iss}
 * @param subject its {@code sub} of the user
 * @param sid its own session; null if it tells of none
 * @param idToken the ID token, sealed; null if none is kept
 */
public record ProviderSession(
        UUID provider,
        String issuer,
        String subject,
        @Nullable String sid,
        byte @Nullable [] idToken) {}
