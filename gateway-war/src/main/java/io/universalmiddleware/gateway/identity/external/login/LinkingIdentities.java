package io.universalmiddleware.gateway.identity.external.login;

import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.gateway.definition.ProviderDefinition;
import io.universalmiddleware.gateway.identity.external.provider.NamedUser;
import io.universalmiddleware.gateway.identity.journal.Journal;
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
import java.util.TreeSet;
import java.util.UUID;

/** Links accounts to whom providers know, and keeps the roles that come of it. Each act is a transaction that holds the account. */
@ApplicationScoped
public class LinkingIdentities {
    private AccountRepository accounts;
    private LinkedIdentityRepository identities;
    private Sessions sessions;
    private Journal journal;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected LinkingIdentities() {}

    @Inject
    public LinkingIdentities(
            AccountRepository accounts,
            LinkedIdentityRepository identities,
            Sessions sessions,
            Journal journal,
            Clock clock) {
        this.accounts = accounts;
        this.identities = identities;
        this.sessions = sessions;
        this.journal = journal;
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
                        journal.note(
                                found.tenant(),
                                account,
                                "link-identity",
                                "identities/" + identity.get().id(),
                                "provider " + provider.name());
                    }
                    return identity;
                });
    }

    /** The provider has named the user: the account has the roles that their groups give, and no others that the provider gave. */
    @Transactional
    public void follow(LinkedIdentity identity, ProviderDefinition provider, NamedUser user) {
        accounts.lock(identity.account()).ifPresent(account -> {
            ProviderRoles roles = ProviderRoles.after(
                    account, identities.of(account.id()), identity.id(), ProviderRoles.of(provider, user.groups()));
            identities.use(identity.id(), roles.given(), clock.instant());
            give(account, roles.all(), "provider " + provider.name());
        });
    }

    /** Removes an identity of the account, and the roles that came of it: whether there was such a one. */
    @Transactional
    public boolean unlink(UUID id, UUID identity) {
        Optional<Account> account = accounts.lock(id);
        List<LinkedIdentity> all = identities.of(id);
        boolean there = all.stream().anyMatch(linked -> linked.id().equals(identity));
        if (account.isPresent() && there) {
            Set<String> left =
                    ProviderRoles.after(account.get(), all, identity, Set.of()).all();
            identities.remove(identity);
            journal.note(account.get().tenant(), id, "unlink-identity", "identities/" + identity, null);
            give(account.get(), left, "an identity was unlinked");
        }
        return account.isPresent() && there;
    }

    /** Who loses a role is logged out with the same commit, so that no token says otherwise. */
    private void give(Account account, Set<String> roles, String why) {
        if (roles.equals(account.roles())) {
            return;
        }
        accounts.change(account.id(), roles, account.disabled(), clock.instant());
        journal.note(
                account.tenant(),
                account.id(),
                "change-roles",
                "users/" + account.id(),
                why + ": " + new TreeSet<>(account.roles()) + " becomes " + new TreeSet<>(roles));
        if (!roles.containsAll(account.roles())) {
            sessions.endAll(account.id(), null, "provider");
        }
    }
}
