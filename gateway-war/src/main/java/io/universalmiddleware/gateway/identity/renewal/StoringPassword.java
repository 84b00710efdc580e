package io.universalmiddleware.gateway.identity.renewal;

import io.universalmiddleware.gateway.identity.account.Accounts;
import io.universalmiddleware.gateway.identity.journal.Journal;
import io.universalmiddleware.gateway.identity.password.PasswordRules;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.session.Sessions;
import io.universalmiddleware.persistence.identity.Account;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores another password and ends the account's other sessions: both or neither. */
@ApplicationScoped
public class StoringPassword {
    private Accounts accounts;
    private Sessions sessions;
    private PasswordRules rules;
    private Journal journal;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected StoringPassword() {}

    @Inject
    public StoringPassword(Accounts accounts, Sessions sessions, PasswordRules rules, Journal journal) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.rules = rules;
        this.journal = journal;
    }

    /** @param kept the session that goes on */
    @Transactional
    public void change(Account account, String hash, UUID kept) {
        store(account, hash, kept);
    }

    /** Uses a proof up, unless the password is refused. @throws ProblemException 400 */
    @Transactional
    public void reset(String proof, String password, String hash) {
        Account account = accounts.takeReset(proof)
                .orElseThrow(() -> Refusals.invalid("/token", "expected a token of the last half hour, not used yet"));
        rules.check("/new_password", password, account.email(), account.tenant().value());
        store(account, hash, null);
    }

    private void store(Account account, String hash, @Nullable UUID kept) {
        if (!accounts.setPassword(account, hash)) {
            throw Refusals.unauthenticated("The password was changed meanwhile.");
        }
        journal.note(
                account.tenant(),
                account.id(),
                kept == null ? "reset-password" : "change-password",
                "users/" + account.id(),
                null);
        sessions.endAll(account.id(), kept, "password");
    }
}
