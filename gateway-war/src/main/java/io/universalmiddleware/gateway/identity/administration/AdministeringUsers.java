package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.identity.journal.Journal;
import io.universalmiddleware.gateway.identity.session.Sessions;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds and changes users. Who is kept out or loses a role is logged out with the same commit, so that no token says otherwise. */
@ApplicationScoped
public class AdministeringUsers {
    private AccountRepository accounts;
    private Sessions sessions;
    private Journal journal;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected AdministeringUsers() {}

    @Inject
    public AdministeringUsers(AccountRepository accounts, Sessions sessions, Journal journal, Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.journal = journal;
        this.clock = clock;
    }

    /** A page of a tenant's users in the order of their making. @param after the last of the page before; null for the first page */
    @Transactional
    public List<Account> list(TenantId tenant, @Nullable UUID after, int limit) {
        return accounts.list(tenant, after, limit);
    }

    /** @param tenant whose users alone are found; null for all */
    @Transactional
    public Optional<Account> find(UUID id, @Nullable String tenant) {
        return accounts.find(id).filter(found -> Managed.isOf(found.tenant(), tenant));
    }

    @Transactional
    public Optional<Account> change(Edit edit, UserChange change) {
        UUID id = edit.id();
        Optional<Account> found = accounts.lock(id).filter(account -> edit.isFor(account.tenant(), account.revision()));
        found.ifPresent(before -> {
            Set<String> roles = change.rolesOr(before.roles());
            boolean disabled = change.disabledOr(before.disabled());
            accounts.change(id, roles, disabled, clock.instant());
            journal.changed(
                    before.tenant(),
                    edit.actor(),
                    "change-user",
                    "users/" + id,
                    told(before.roles(), before.disabled()),
                    told(roles, disabled));
            if (disabled || !roles.containsAll(before.roles())) {
                sessions.endAll(id, null, "administrator");
            }
        });
        return found.flatMap(account -> accounts.find(account.id()));
    }

    private static Map<String, Object> told(Set<String> roles, boolean disabled) {
        return Map.of("roles", roles.stream().sorted().toList(), "disabled", disabled);
    }
}
