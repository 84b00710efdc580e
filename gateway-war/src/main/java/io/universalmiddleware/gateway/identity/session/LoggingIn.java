package io.universalmiddleware.gateway.identity.session;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.identity.account.Accounts;
import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.password.Passwords;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.session.Attempts.Attempt;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.Account;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Logs a user in by e-mail address and password.
 *
 * <p>Of an account with a second factor no session begins here: what comes is a challenge, which {@link AnsweringChallenge} takes.
 *
 * <p>An account that is not there, is disabled or has another password is refused alike: by the same answer, after the same work.
 * No transaction is open while a password is hashed.
 */
@ApplicationScoped
public class LoggingIn {
    private Attempts attempts;
    private Passwords passwords;
    private Accounts accounts;
    private Admission admission;
    private IdentitySettings settings;

    /** What comes of a login. */
    public sealed interface Outcome {
        record In(Live live) implements Outcome {}

        record Wrong() implements Outcome {}

        /** The password was right, and the address is to be verified first. */
        record Unverified() implements Outcome {}

        /** What was shown was right, and the second factor is asked for. */
        record Challenged(OpaqueToken challenge, Duration life) implements Outcome {}

        record TooMany(Duration again) implements Outcome {}
    }

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected LoggingIn() {}

    @Inject
    public LoggingIn(
            Attempts attempts, Passwords passwords, Accounts accounts, Admission admission, IdentitySettings settings) {
        this.attempts = attempts;
        this.passwords = passwords;
        this.accounts = accounts;
        this.admission = admission;
        this.settings = settings;
    }

    public Outcome logIn(TenantId tenant, Email email, String password, Client client) {
        Attempt attempt = attempts.at(tenant, email.key(), client.address());
        if (attempt.refusedFor().isPresent()) {
            return new Outcome.TooMany(attempt.refusedFor().get());
        }
        Optional<Account> account;
        try {
            account = verified(attempt.account(), password);
        } catch (ProblemException overloaded) {
            attempts.wasNone(attempt);
            throw overloaded;
        }
        if (account.isEmpty()) {
            attempts.wasWrong(attempt);
            return new Outcome.Wrong();
        }
        if (!account.get().isVerified() && !settings.unverifiedLogin()) {
            accounts.askAgain(account.get());
            return new Outcome.Unverified();
        }
        attempts.wasRight(attempt);
        return begin(rehashed(account.get(), password), client)
                .or(() -> onceMore(account.get().id(), password, client))
                .orElseGet(Outcome.Wrong::new);
    }

    private Optional<Outcome> begin(Account account, Client client) {
        return admission.byPassword(account, client);
    }

    /** The account changed meanwhile; if its password was hashed anew by another login alone, it is still the same password. */
    private Optional<Outcome> onceMore(UUID account, String password, Client client) {
        return accounts.find(account)
                .filter(now -> !now.disabled() && passwords.verify(password, now.password()))
                .flatMap(now -> begin(now, client));
    }

    private Optional<Account> verified(Optional<Account> account, String password) {
        if (account.isEmpty()) {
            passwords.verifyNobody(password);
            return Optional.empty();
        }
        boolean right = passwords.verify(password, account.get().password());
        return account.filter(found -> right && !found.disabled());
    }

    /** Now that the password is known, its hash may become as costly as they are now. */
    private Account rehashed(Account account, String password) {
        return passwords.isOutdated(account.password()) ? accounts.rehash(account, passwords.hash(password)) : account;
    }
}
