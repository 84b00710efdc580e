package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.gateway.identity.grant.AuthorizationCodes;
import io.universalmiddleware.gateway.identity.grant.Granted;
import io.universalmiddleware.gateway.identity.session.Sessions.Proved;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.Application;
import java.util.Optional;
import java.util.UUID;

/** The codes, each act in a transaction as the container would give it. */
final class CodesInTransactions extends AuthorizationCodes {
    private final IdentityFixture identity;

    CodesInTransactions(IdentityFixture identity) {
        this.identity = identity;
    }

    @Override
    public Optional<OpaqueToken> give(UUID application, Proved user, Asked asked) {
        return identity.inTransaction(u -> u.codes().give(application, user, asked));
    }

    @Override
    public Granted exchange(Application application, String code, String redirectUri, String verifier) {
        return identity.inTransaction(u -> u.codes().exchange(application, code, redirectUri, verifier));
    }
}
