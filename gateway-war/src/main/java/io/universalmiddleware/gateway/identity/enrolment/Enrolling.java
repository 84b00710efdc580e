package io.universalmiddleware.gateway.identity.enrolment;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.identity.account.Accounts;
import io.universalmiddleware.gateway.identity.factor.SecondFactors.State;
import io.universalmiddleware.gateway.identity.factor.Secret;
import io.universalmiddleware.gateway.identity.factor.Shown;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.session.Attempts;
import io.universalmiddleware.gateway.identity.session.Attempts.Attempt;
import io.universalmiddleware.gateway.identity.session.Reauthenticating;
import io.universalmiddleware.gateway.identity.session.Sessions.Proved;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Lets a user who is logged in set up, use and remove the second factor. To set it up takes the password once more, to remove it a code or
 * a recovery code; what is wrong is limited as it is at logins.
 */
@ApplicationScoped
public class Enrolling {
    private Reauthenticating again;
    private Attempts attempts;
    private Accounts accounts;
    private StoringFactor storing;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Enrolling() {}

    @Inject
    public Enrolling(Reauthenticating again, Attempts attempts, Accounts accounts, StoringFactor storing) {
        this.again = again;
        this.attempts = attempts;
        this.accounts = accounts;
        this.storing = storing;
    }

    public State state(UUID account) {
        return storing.state(account);
    }

    /**
     * Another secret, which counts once it is confirmed.
     *
     * @throws ProblemException 401 if the password is another one, 409 if a second factor counts already
     */
    public Secret offer(CurrentUser user, String password, String address) {
        again.byPassword(user.account(), password, address);
        return storing.offer(user.account())
                .orElseThrow(() -> new ProblemException(
                        Problem.of(ProblemType.CONFLICT, "There is a second factor already; remove it first.")));
    }

    /** The recovery codes. @throws ProblemException 400 if the code is not of a secret that was offered within fifteen minutes */
    public List<String> confirm(CurrentUser user, String code, String address) {
        return attempt(user, address, () -> storing.confirm(user.account(), user.session(), code))
                .orElseThrow(() ->
                        Refusals.invalid("/code", "expected the present code of a secret that was offered just now"));
    }

    /** @throws ProblemException 401 if what was shown does not count */
    public void remove(CurrentUser user, Shown shown, String address) {
        Optional<CurrentUser> removed = attempt(
                user, address, () -> Optional.of(user).filter(of -> storing.remove(of.account(), of.session(), shown)));
        if (removed.isEmpty()) {
            throw wrong();
        }
    }

    /** Other recovery codes. @throws ProblemException 401 if what was shown does not count */
    public List<String> renewRecoveryCodes(CurrentUser user, Shown shown, String address) {
        return attempt(user, address, () -> storing.renewRecoveryCodes(user.account(), shown))
                .orElseThrow(Enrolling::wrong);
    }

    /** The session, in which the user has shown just now who they are. @throws ProblemException 401 if what was shown does not count */
    public Proved prove(CurrentUser user, Shown shown, String address) {
        return attempt(user, address, () -> storing.prove(user.account(), user.session(), shown))
                .orElseThrow(Enrolling::wrong);
    }

    private <T> Optional<T> attempt(CurrentUser user, String address, Supplier<Optional<T>> work) {
        Attempt attempt = attempts.atFactor(Refusals.present(accounts.find(user.account())), address);
        if (attempt.refusedFor().isPresent()) {
            throw Refusals.tooMany(attempt.refusedFor().get());
        }
        Optional<T> done = work.get();
        if (done.isPresent()) {
            attempts.wasRight(attempt);
        }
        return done;
    }

    private static ProblemException wrong() {
        return Refusals.unauthenticated("The code is not the present one, or it was used.");
    }
}
