package io.universalmiddleware.gateway.identity.rest;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.identity.bootstrap.FirstAdministrator;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.session.Attempts;
import io.universalmiddleware.gateway.identity.session.Attempts.Attempt;
import io.universalmiddleware.gateway.identity.token.KeyRing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;

/** What stands before every request of somebody who is not logged in, and before those of users that cost others something. */
@ApplicationScoped
public class Guard {
    private KeyRing keys;
    private Attempts attempts;
    private FirstAdministrator first;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Guard() {}

    @Inject
    public Guard(KeyRing keys, Attempts attempts, FirstAdministrator first, Clock clock) {
        this.keys = keys;
        this.attempts = attempts;
        this.first = first;
        this.clock = clock;
    }

    /** @throws ProblemException 503 if this node can let nobody in now: nothing is configured, or no store was there yet */
    public void requireReady() {
        if (!keys.isReady(clock.instant())) {
            throw new ProblemException(Problem.of(
                    ProblemType.UNAVAILABLE, "No key can sign: um.identity.key is not set, or PostgreSQL is away."));
        }
        Refusals.done(first::ensure);
    }

    /** Takes an attempt of the address. @throws jakarta.ws.rs.WebApplicationException 429 if it made too many */
    public void requirePatience(String address) {
        Attempt attempt = Refusals.stored(() -> attempts.from(address));
        attempt.refusedFor().ifPresent(wait -> {
            throw Refusals.tooMany(wait);
        });
    }
}
