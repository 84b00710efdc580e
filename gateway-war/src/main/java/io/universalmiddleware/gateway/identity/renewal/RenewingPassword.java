package io.universalmiddleware.gateway.identity.renewal;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.identity.account.Accounts;
import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.password.PasswordRules;
import io.universalmiddleware.gateway.identity.password.Passwords;
import io.universalmiddleware.gateway.identity.session.Reauthenticating;
import io.universalmiddleware.persistence.identity.Account;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/**
 * Puts another password in the place of one, for who knows it or who reads the account's mailbox. Every other session of the account
 * ends with the same commit, and its owner is written to.
 */
@ApplicationScoped
public class RenewingPassword {
    private Reauthenticating again;
    private Accounts accounts;
    private Passwords passwords;
    private PasswordRules rules;
    private StoringPassword storing;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected RenewingPassword() {}

    @Inject
    public RenewingPassword(
            Reauthenticating again,
            Accounts accounts,
            Passwords passwords,
            PasswordRules rules,
            StoringPassword storing) {
        this.again = again;
        this.accounts = accounts;
        this.passwords = passwords;
        this.rules = rules;
        this.storing = storing;
    }

    /**
     * Changes the password of a user who is logged in.
     *
     * @param session that goes on
     * @throws ProblemException 401 if the password is not the present one, 400 saying what the other lacks
     */
    public void change(UUID id, UUID session, String present, String other, String address) {
        Account account = again.byPassword(id, present, address);
        rules.check("/new_password", other, account.email(), account.tenant().value());
        storing.change(account, passwords.hash(other), session);
    }

    /** Writes to the owner of an address how to set another password; tells nobody whether it has an account. */
    public void ask(TenantId tenant, Email email) {
        accounts.askForReset(tenant, email);
    }

    /** Sets the password of who was written to. @throws ProblemException 400 if the proof does not count, or saying what the password lacks */
    public void reset(String proof, String other) {
        rules.check("/new_password", other);
        storing.reset(proof, other, passwords.hash(other));
    }
}
