package io.universalmiddleware.gateway.identity.external.login;

import io.universalmiddleware.gateway.definition.ProviderDefinition;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.LinkedIdentity;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an account's roles as a provider's groups change. A role that somebody has given by hand, or that another provider gives, is
 * not a provider's to take.
 *
 * @param all the account's roles from now on
 * @param given those of them that come from the provider
 */
record ProviderRoles(Set<String> all, Set<String> given) {

    /** The roles that a provider gives for groups. */
    static Set<String> of(ProviderDefinition provider, Set<String> groups) {
        Set<String> roles = new HashSet<>();
        groups.forEach(group -> {
            @Nullable String role = provider.roles().get(group);
            if (role != null) {
                roles.add(role);
            }
        });
        return roles;
    }

    /**
     * The roles once a provider has given some.
     *
     * @param identities all that the account has
     * @param of the one that the provider names
     * @param named what its groups give
     */
    static ProviderRoles after(Account account, List<LinkedIdentity> identities, UUID of, Set<String> named) {
        Set<String> byHand = new HashSet<>(account.roles());
        Set<String> byOthers = new HashSet<>();
        identities.forEach(identity -> {
            byHand.removeAll(identity.roles());
            if (!identity.id().equals(of)) {
                byOthers.addAll(identity.roles());
            }
        });
        byOthers.retainAll(account.roles());
        Set<String> given = new HashSet<>(named);
        given.removeAll(byHand);
        Set<String> all = new HashSet<>(byHand);
        all.addAll(byOthers);
        all.addAll(given);
        return new ProviderRoles(all, given);
    }
}
