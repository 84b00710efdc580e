package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.persistence.identity.GrantRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;

/** What is of no use any more of applications' grants, as {@link UselessIdentity}. */
@ApplicationScoped
public class UselessGrants {
    /** For so long a code that comes again is known, and an access token can be about at most. */
    private static final Duration KEPT = Duration.ofDays(1);

    private GrantRepository grants;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected UselessGrants() {}

    @Inject
    public UselessGrants(GrantRepository grants) {
        this.grants = grants;
    }

    @Transactional
    public int codes(Instant now) {
        return grants.removeOldCodes(now.minus(KEPT), UselessIdentity.PORTION);
    }

    @Transactional
    public int refreshTokens(Instant now) {
        return grants.removeOldTokens(now, UselessIdentity.PORTION);
    }

    /** Those that have neither codes nor refresh tokens any more. */
    @Transactional
    public int grants(Instant now) {
        return grants.removeOld(now.minus(KEPT), UselessIdentity.PORTION);
    }
}
