package io.universalmiddleware.gateway.identity.session;

import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.AttemptRepository;
import io.universalmiddleware.persistence.identity.AttemptRepository.Budget;
import io.universalmiddleware.persistence.identity.RefreshRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * How often a session is refreshed, and lets applications in: twenty times at once and then every thirty seconds. A token that was used before takes nothing, since
 * it ends its session.
 */
@ApplicationScoped
public class RefreshBudget {
    private static final Budget REFRESHES = new Budget(20, Duration.ofSeconds(30));

    private RefreshRepository tokens;
    private AttemptRepository budgets;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected RefreshBudget() {}

    @Inject
    public RefreshBudget(RefreshRepository tokens, AttemptRepository budgets, Clock clock) {
        this.tokens = tokens;
        this.budgets = budgets;
        this.clock = clock;
    }

    /** Takes a refresh by a token, which is not used: empty, or how long it is until there is one again. */
    @Transactional
    public Optional<Duration> take(String token) {
        return tokens.unused(new OpaqueToken(token).hash()).flatMap(this::takeOf);
    }

    /** Takes an authorization of an application by a session, which are counted apart: empty, or how long it is until there is one again. */
    @Transactional
    public Optional<Duration> takeAuthorization(UUID session) {
        return budgets.take(OpaqueToken.sha256("authorize\n" + session), REFRESHES, clock.instant());
    }

    /** Takes a refresh of a session: empty, or how long it is until there is one again. */
    @Transactional
    public Optional<Duration> takeOf(UUID session) {
        return budgets.take(OpaqueToken.sha256("refresh\n" + session), REFRESHES, clock.instant());
    }
}
