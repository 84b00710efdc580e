package io.universalmiddleware.gateway.identity.grant;

import io.universalmiddleware.gateway.identity.token.ApplicationScopes;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.ApplicationGrant;
import io.universalmiddleware.persistence.identity.GrantRefreshRepository;
import io.universalmiddleware.persistence.identity.RefreshRepository.Taken;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The refresh tokens of grants, within a transaction of whoever uses them. */
@Dependent
public class RefreshTokens {
    private static final String PREFIX = "umo_";

    private final GrantRefreshRepository tokens;

    @Inject
    public RefreshTokens(GrantRefreshRepository tokens) {
        this.tokens = tokens;
    }

    /** The first of a grant; empty if it has none. */
    Optional<OpaqueToken> first(ApplicationGrant grant, Instant now) {
        return grant.scopes().contains(ApplicationScopes.OFFLINE) ? Optional.of(next(grant, now)) : Optional.empty();
    }

    OpaqueToken next(ApplicationGrant grant, Instant now) {
        OpaqueToken token = OpaqueToken.generate(PREFIX);
        tokens.add(token.hash(), grant.id(), now);
        return token;
    }

    /** Which grant a token is of, whether it was used or not. */
    Optional<UUID> find(String token) {
        return tokens.find(new OpaqueToken(token).hash());
    }

    boolean isUnused(String token) {
        return tokens.unused(new OpaqueToken(token).hash()).isPresent();
    }

    Taken take(String token, Instant now) {
        return tokens.take(new OpaqueToken(token).hash(), now);
    }
}
