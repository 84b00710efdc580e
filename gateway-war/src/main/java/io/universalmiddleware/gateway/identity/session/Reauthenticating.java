package io.universalmiddleware.gateway.identity.session;

import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.identity.account.Accounts;
import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.password.Passwords;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.session.Attempts.Attempt;
import io.universalmiddleware.persistence.identity.Account;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** Asks a user who is logged in for the password once more. It is limited as logins are. No transaction is open while it is hashed. */
@ApplicationScoped
public class Reauthenticating {
    private Attempts attempts;
    private Accounts accounts;
    private Passwords passwords;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Reauthenticating() {}

    @Inject
    public Reauthenticating(Attempts attempts, Accounts accounts, Passwords passwords) {
        this.attempts = attempts;
        this.accounts = accounts;
        this.passwords = passwords;
    }

    /**
     * The account, if the password is its own.
     *
     * @param address where the request comes from; empty if it is not known
     * @throws ProblemException 401 if it is not, or the account is there no more
     * @throws jakarta.ws.rs.WebApplicationException 429 if that was tried too often
     */
    public Account byPassword(UUID id, String password, String address) {
        Account account = Refusals.present(accounts.find(id));
        Attempt attempt = attempts.at(account.tenant(), new Email(account.email()).key(), address);
        if (attempt.refusedFor().isPresent()) {
            throw Refusals.tooMany(attempt.refusedFor().get());
        }
        boolean right;
        try {
            right = passwords.verify(password, account.password());
        } catch (ProblemException overloaded) {
            attempts.wasNone(attempt);
            throw overloaded;
        }
        if (!right) {
            attempts.wasWrong(attempt);
            throw Refusals.unauthenticated("The present password is another one.");
        }
        attempts.wasRight(attempt);
        return account;
    }
}
