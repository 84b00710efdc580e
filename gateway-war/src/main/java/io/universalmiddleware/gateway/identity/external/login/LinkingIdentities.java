package io.universalmiddleware.gateway.identity.external.login;

import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.gateway.definition.ProviderDefinition;
import io.universalmiddleware.gateway.identity.external.provider.NamedUser;
import io.universalmiddleware.gateway.identity.session.Sessions;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.LinkedIdentity;
import io.universalmiddleware.persistence.identity.LinkedIdentityRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Links accounts to whom providers know, and keeps the roles that come of it. Each act is a transaction that holds the account. */
@ApplicationScoped
public class LinkingIdentities {
    private AccountRepository accounts;
    private LinkedIdentityRepository identities;
    private Sessions sessions;
    private TellingOfIdentities telling;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected LinkingIdentities() {}

    @Inject
    public LinkingIdentities(
            AccountRepository accounts,
            LinkedIdentityRepository identities,
            Sessions sessions,
            TellingOfIdentities telling,
            Clock clock) {
        this.accounts = accounts;
        this.identities = identities;
        this.sessions = sessions;
        this.telling = telling;
        this.clock = clock;
    }

    /** An account's identities, the oldest first. */
    @Transactional
    public List<LinkedIdentity> of(UUID account) {
        return identities.of(account);
    }

    /** Links the account to the user: the identity; empty if the account is gone, or the user is another account's. */
    @Transactional
    public Optional<LinkedIdentity> link(UUID account, ProviderDefinition provider, NamedUser user) {
        return accounts.lock(account)
                .filter(found -> !found.disabled() && found.tenant().value().equals(provider.tenant()))
                .flatMap(found -> {
                    Instant now = clock.instant();
                    boolean added = identities.add(new LinkedIdentity(
                            Uuid7.next(clock),
                            account,
                            provider.tenant(),
                            user.issuer(),
                            user.subject(),
                            Set.of(),
                            now,
                            now));
                    Optional<LinkedIdentity> identity = identities
                            .find(found.tenant(), user.issuer(), user.subject())
                            .filter(linked -> linked.account().equals(account));
                    if (added && identity.isPresent()) {
                        telling.linked(found, identity.get().id(), provider);
                    }
                    return identity;
                });
    }

    /**
     * The provider has named the user: the account has the roles that their groups give, and no others that the provider gave.
     *
     * @return the account as it is then; empty if the identity was unlinked meanwhile
     */
    @Transactional
    public Optional<Account> follow(LinkedIdentity identity, ProviderDefinition provider, NamedUser user) {
        return accounts.lock(identity.account()).flatMap(account -> {
            List<LinkedIdentity> all = identities.of(account.id());
            if (!isAmong(all, identity.id())) {
                return Optional.empty();
            }
            ProviderRoles roles =
                    ProviderRoles.after(account, all, identity.id(), ProviderRoles.of(provider, user.groups()));
            identities.use(identity.id(), roles.given(), clock.instant());
            give(account, roles.all(), "provider " + provider.name());
            return accounts.find(account.id());
        });
    }

    /**
     * Removes an identity of the account with the roles that came of it, and ends the sessions that it may have begun: whether there was such
     * a one.
     *
     * @param session in which its owner says so; it goes on unless a role goes
     */
    @Transactional
    public boolean unlink(UUID id, UUID session, UUID identity) {
        Optional<Account> account = accounts.lock(id);
        List<LinkedIdentity> all = identities.of(id);
        boolean there = isAmong(all, identity);
        if (account.isPresent() && there) {
            Set<String> left =
                    ProviderRoles.after(account.get(), all, identity, Set.of()).all();
            identities.remove(identity);
            telling.unlinked(account.get(), identity);
            sessions.endAll(id, session, "identity");
            give(account.get(), left, "an identity was unlinked");
        }
        return account.isPresent() && there;
    }

    private static boolean isAmong(List<LinkedIdentity> identities, UUID id) {
        return identities.stream().anyMatch(linked -> linked.id().equals(id));
    }

    /** Who loses a role is logged out with the same commit, so that no token says otherwise. */
    private void give(Account account, Set<String> roles, String why) {
        if (roles.equals(account.roles())) {
            return;
        }
        accounts.change(account.id(), roles, account.disabled(), clock.instant());
        telling.rolesChanged(account, roles, why);
        if (!roles.containsAll(account.roles())) {
            sessions.endAll(account.id(), null, "provider");
        }
    }
}
