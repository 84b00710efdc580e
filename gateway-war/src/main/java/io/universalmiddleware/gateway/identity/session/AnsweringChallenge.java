package io.universalmiddleware.gateway.identity.session;

import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.gateway.identity.factor.Shown;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.session.Attempts.Attempt;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.persistence.identity.Account;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Completes a login by password or by a provider with the second factor. A challenge that is not known costs its sender's address an attempt;
 * a wrong code one of the account's budget for codes, too.
 */
@ApplicationScoped
public class AnsweringChallenge {
    private Attempts attempts;
    private Admission admission;
    private Event<Denial> denials;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected AnsweringChallenge() {}

    @Inject
    public AnsweringChallenge(Attempts attempts, Admission admission, Event<Denial> denials) {
        this.attempts = attempts;
        this.admission = admission;
        this.denials = denials;
    }

    public Outcome answer(String challenge, Shown shown, Client client) {
        Optional<Account> account = admission.challenged(challenge);
        Attempt attempt = account.map(known -> attempts.atFactor(known, client.address()))
                .orElseGet(() -> attempts.from(client.address()));
        if (attempt.refusedFor().isPresent()) {
            deny(account, "too many attempts at the second factor", client);
            return new Outcome.TooMany(attempt.refusedFor().get());
        }
        Optional<Outcome> in = account.flatMap(known -> admission.byChallenge(known, challenge, shown, client));
        if (in.isEmpty()) {
            attempts.wasWrong(attempt);
            deny(account, account.isPresent() ? "wrong code" : "no such challenge", client);
            return new Outcome.Wrong();
        }
        attempts.wasRight(attempt);
        return in.get();
    }

    /** Whoever was challenged has shown the account's password, or was named by a provider. */
    private void deny(Optional<Account> account, String reason, Client client) {
        denials.fire(new Denial(
                account.map(known -> known.tenant().value()).orElse(""),
                account.map(known -> known.tenant().value() + '/' + known.id()).orElse(""),
                "answerChallenge",
                reason,
                client.address()));
    }
}
