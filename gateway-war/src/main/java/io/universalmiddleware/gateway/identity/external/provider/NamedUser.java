package io.universalmiddleware.gateway.identity.external.provider;

import java.util.Optional;
import java.util.Set;

/**
 * A named user is whom a provider says that it has authenticated.
 *
 * @param issuer the provider's {@code iss}
 * @param subject the provider's {@code sub}
 * @param email the address that the provider says it has verified; empty if it does not
 * @param groups those that it says the user is in
 */
public record NamedUser(String issuer, String subject, Optional<String> email, Set<String> groups) {

    public NamedUser {
        groups = Set.copyOf(groups);
    }
}
