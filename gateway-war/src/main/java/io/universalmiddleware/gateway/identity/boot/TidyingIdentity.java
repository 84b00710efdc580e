package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.gateway.rounds.Rounds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what is of no use any more, every minute, on a thread of its own, so that nothing waits for it. */
public final class TidyingIdentity implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(TidyingIdentity.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int PORTIONS = 100;

    private final UselessIdentity useless;
    private final UselessOfProviders ofProviders;
    private final UselessGrants grants;
    private final Clock clock;
    private final Rounds rounds = new Rounds();
    private boolean away;

    public TidyingIdentity(UselessIdentity useless, UselessOfProviders ofProviders, UselessGrants grants, Clock clock) {
        this.useless = useless;
        this.ofProviders = ofProviders;
        this.grants = grants;
        this.clock = clock;
    }

    @Override
    public void run() {
        step();
        rounds.goOn(PAUSE, this::step);
    }

    /** Ends {@link #run} after the portion that it is at. */
    public void stop() {
        rounds.stop();
    }

    /** Removes of each kind what there is, a bounded number of portions; never fails. */
    void step() {
        List<ToIntFunction<Instant>> kinds = List.of(
                grants::codes,
                grants::refreshTokens,
                grants::grants,
                useless::refreshTokens,
                useless::sessions,
                useless::revocations,
                useless::proofs,
                ofProviders::pendingLogins,
                ofProviders::sessions,
                ofProviders::logouts,
                useless::clientTokens,
                useless::budgets,
                useless::accounts);
        Instant now = clock.instant();
        try {
            kinds.forEach(kind -> tidy(kind, now));
            away = false;
        } catch (Throwable fault) {
            if (!away) {
                LOG.warn("What is of no use any more of identity cannot be removed now: {}", fault.toString());
            }
            away = true;
        }
    }

    private void tidy(ToIntFunction<Instant> kind, Instant now) {
        for (int i = 0; i < PORTIONS && !rounds.isStopped(); i++) {
            if (kind.applyAsInt(now) < UselessIdentity.PORTION) {
                return;
            }
        }
    }
}
