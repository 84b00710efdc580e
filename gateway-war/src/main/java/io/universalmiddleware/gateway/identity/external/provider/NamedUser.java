package io.universalmiddleware.gateway.identity.external.provider;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A named user is whom a provider says that it has authenticated.
 *
 * @param issuer the provider's {@code iss}
 * @param subject the provider's {@code sub}
 * @param sid the provider's own session (OpenID Connect Front-Channel Logout 1.0, section 3); null if it tells of none
 * @param email the address that the provider says it has verified; empty if it does not
 * @param groups those that it says the user is in
 */
public record NamedUser(
        String issuer, String subject, @Nullable String sid, Optional<String> email, Set<String> groups) {

    public NamedUser {
        groups = Set.copyOf(groups);
    }
}
