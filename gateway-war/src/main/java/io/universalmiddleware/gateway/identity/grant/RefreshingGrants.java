package io.universalmiddleware.gateway.identity.grant;

import io.universalmiddleware.gateway.identity.session.RefreshBudget;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.ApplicationGrant;
import io.universalmiddleware.persistence.identity.RefreshRepository.Taken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Prolongs and ends grants for their applications. A refresh token counts once; one that comes twice ends its grant, with whatever it was
 * prolonged to (RFC 9700, section 4.14.2). A grant is refreshed as often as a session is. Each act is a transaction.
 */
@ApplicationScoped
public class RefreshingGrants {
    private Grants grants;
    private RefreshTokens tokens;
    private RefreshBudget budget;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected RefreshingGrants() {}

    @Inject
    public RefreshingGrants(Grants grants, RefreshTokens tokens, RefreshBudget budget) {
        this.grants = grants;
        this.tokens = tokens;
        this.budget = budget;
    }

    /** @param scopes of the next access token; empty for all of the grant's */
    @Transactional
    public Granted refresh(Application application, String token, Optional<Set<String>> scopes) {
        Optional<ApplicationGrant> grant = of(application, token);
        if (grant.isEmpty()) {
            return new Granted.Refused("no such refresh token");
        }
        if (!grant.get().scopes().containsAll(scopes.orElse(Set.of()))) {
            return new Granted.BeyondScope();
        }
        if (tokens.isUnused(token)) {
            Optional<Duration> wait = budget.takeOf(grant.get().id());
            if (wait.isPresent()) {
                return new Granted.TooMany(wait.get());
            }
        }
        Instant now = grants.clock().instant();
        Optional<ApplicationGrant> held = grants.hold(grant.get().id());
        if (held.isEmpty()) {
            return new Granted.Refused("the application was removed");
        }
        if (!(tokens.take(token, now) instanceof Taken.Fresh)) {
            grants.end(held.get(), application.client().tenant(), "reuse of a refresh token");
            return new Granted.Refused("the refresh token was used before");
        }
        return grants.use(held.get())
                .<Granted>map(live -> new Granted.Given(
                        live.user().account(),
                        live.user().session(),
                        live.grant(),
                        scopes.orElse(live.grant().scopes()),
                        null,
                        Optional.of(tokens.next(live.grant(), now))))
                .orElseGet(() -> new Granted.Refused("the session has ended"));
    }

    /** Ends the grant of a refresh token, used or not: whether it is one of the application's. */
    @Transactional
    public boolean endBy(Application application, String token) {
        Optional<ApplicationGrant> grant = of(application, token);
        grant.ifPresent(found -> grants.end(found, application.client().tenant(), "revocation"));
        return grant.isPresent();
    }

    /** Ends a grant of the application's. */
    @Transactional
    public void end(Application application, UUID grant) {
        grants.find(grant, application.client().id())
                .ifPresent(found -> grants.end(found, application.client().tenant(), "revocation"));
    }

    /** The session that gave the application a grant, whether or not either goes on; empty if none did. */
    @Transactional
    public Optional<UUID> session(Application application, UUID grant) {
        return grants.find(grant, application.client().id()).map(ApplicationGrant::session);
    }

    private Optional<ApplicationGrant> of(Application application, String token) {
        return tokens.find(token)
                .flatMap(grant -> grants.find(grant, application.client().id()));
    }
}
