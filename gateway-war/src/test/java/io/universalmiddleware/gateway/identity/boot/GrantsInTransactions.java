package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.gateway.identity.grant.Granted;
import io.universalmiddleware.gateway.identity.grant.RefreshingGrants;
import io.universalmiddleware.persistence.identity.Application;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The grants, each act in a transaction as the container would give it. */
final class GrantsInTransactions extends RefreshingGrants {
    private final IdentityFixture identity;

    GrantsInTransactions(IdentityFixture identity) {
        this.identity = identity;
    }

    @Override
    public Granted refresh(Application application, String token, Optional<Set<String>> scopes) {
        return identity.inTransaction(u -> u.refreshingGrants().refresh(application, token, scopes));
    }

    @Override
    public boolean endBy(Application application, String token) {
        return identity.inTransaction(u -> u.refreshingGrants().endBy(application, token));
    }

    @Override
    public void end(Application application, UUID grant) {
        identity.transact(u -> u.refreshingGrants().end(application, grant));
    }
}
