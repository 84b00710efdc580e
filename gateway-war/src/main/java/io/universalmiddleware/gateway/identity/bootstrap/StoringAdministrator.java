package io.universalmiddleware.gateway.identity.bootstrap;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.journal.Journal;
import io.universalmiddleware.gateway.identity.session.Sessions;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores the first administrator, with its row in the audit: all or nothing, and one of it on however many nodes. */
@ApplicationScoped
public class StoringAdministrator {
    private static final Logger LOG = LoggerFactory.getLogger(StoringAdministrator.class);
    private static final String ROLE = "admin";
    private static final Set<String> ROLES = Set.of(ROLE, "user");

    private AccountRepository accounts;
    private Sessions sessions;
    private Journal journal;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected StoringAdministrator() {}

    @Inject
    public StoringAdministrator(AccountRepository accounts, Sessions sessions, Journal journal, Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.journal = journal;
        this.clock = clock;
    }

    /** Whether a tenant has no administrator. */
    @Transactional
    public boolean isWanted(TenantId tenant) {
        return !accounts.hasRole(tenant, ROLE);
    }

    /**
     * Makes the account of the address an administrator with the password: another one, or the one that it has already, whose password,
     * second factor, linked identities and sessions of before count no more. Nothing happens if the tenant has an administrator meanwhile.
     *
     * @param password hashed
     */
    @Transactional
    public void store(TenantId tenant, Email email, String password) {
        accounts.lockRole(tenant, ROLE);
        if (!isWanted(tenant)) {
            return;
        }
        Instant now = clock.instant();
        Account made = new Account(Uuid7.next(clock), tenant, email.text(), password, ROLES, false, now, now, now);
        if (accounts.add(made, email.key())) {
            note(made);
            return;
        }
        accounts.find(tenant, email.key())
                .flatMap(found -> accounts.lock(found.id()))
                .ifPresent(held -> raise(held, password, now));
    }

    private void raise(Account account, String password, Instant now) {
        Set<String> roles = new HashSet<>(account.roles());
        roles.addAll(ROLES);
        accounts.rehash(account.id(), account.password(), password, now);
        accounts.removeCredentials(account.id());
        accounts.verify(account.id(), now);
        accounts.change(account.id(), roles, false, now);
        sessions.endAll(account.id(), null, "administrator");
        note(account);
    }

    private void note(Account account) {
        journal.note(
                account.tenant(),
                account.id(),
                "make-administrator",
                "users/" + account.id(),
                "by " + BootstrapSettings.ADMINISTRATOR.key());
        LOG.info(
                "Tenant {} had no administrator: {} is its first one now, by um.identity.administrator",
                account.tenant().value(),
                account.id());
    }
}
