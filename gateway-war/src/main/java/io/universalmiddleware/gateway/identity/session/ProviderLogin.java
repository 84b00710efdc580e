package io.universalmiddleware.gateway.identity.session;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A provider's login is what a provider said when it let somebody in.
 *
 * @param provider the entry that it is configured by
 * @param name the provider's
 * @param issuer its {@code iss}
 * @param subject its {@code sub} of the user
 * @param sid its own session; null if it tells of none
 * @param idToken as it was signed
 */
public record ProviderLogin(
        UUID provider,
        String name,
        String issuer,
        String subject,
        @Nullable String sid,
        String idToken) {

    /** Without the token. */
    @Override
    public String toString() {
        return "login by " + name;
    }
}
