package io.universalmiddleware.gateway.identity.external.logout;

import io.universalmiddleware.gateway.identity.external.provider.LogoutTokens;
import io.universalmiddleware.gateway.identity.external.provider.LogoutTokens.Judged.Counts;
import io.universalmiddleware.gateway.identity.session.Sessions;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.AttemptRepository;
import io.universalmiddleware.persistence.identity.AttemptRepository.Budget;
import io.universalmiddleware.persistence.identity.HeardLogoutRepository;
import io.universalmiddleware.persistence.identity.ProviderSessionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Ends what a provider says has ended: the token counts once on whatever nodes, and with the same commit the sessions end that the provider let
 * in, and the logins that wait for a second factor. A provider ends a thousand times at once and then ten times a second.
 */
@ApplicationScoped
public class EndingProviderSessions {
    private static final Budget LOGOUTS = new Budget(1_000, Duration.ofMillis(100));

    private AttemptRepository budgets;
    private HeardLogoutRepository heard;
    private ProviderSessionRepository known;
    private Sessions sessions;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected EndingProviderSessions() {}

    @Inject
    public EndingProviderSessions(
            AttemptRepository budgets,
            HeardLogoutRepository heard,
            ProviderSessionRepository known,
            Sessions sessions,
            Clock clock) {
        this.budgets = budgets;
        this.heard = heard;
        this.known = known;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** What becomes of a logout. */
    public sealed interface Ended {
        /** Whatever went on has ended; it may have been nothing. */
        record Over() implements Ended {}

        /** The token has counted before. */
        record Replayed() implements Ended {}

        record TooMany(Duration again) implements Ended {}
    }

    /** @param logout of a token that was judged */
    @Transactional
    public Ended end(Counts logout) {
        Instant now = clock.instant();
        Optional<Duration> wait = budgets.take(
                OpaqueToken.sha256("provider logouts\n" + logout.logout().provider()), LOGOUTS, now);
        if (wait.isPresent()) {
            return new Ended.TooMany(wait.get());
        }
        boolean first =
                heard.add(logout.logout().provider(), OpaqueToken.sha256(logout.jti()), now.plus(LogoutTokens.COUNTS));
        if (!first) {
            return new Ended.Replayed();
        }
        known.endWaiting(logout.logout());
        known.of(logout.logout()).forEach(begun -> sessions.end(begun.account(), begun.session(), "back-channel"));
        return new Ended.Over();
    }
}
