package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.persistence.identity.HeardLogoutRepository;
import io.universalmiddleware.persistence.identity.PendingLoginRepository;
import io.universalmiddleware.persistence.identity.ProviderSessionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;

/** As {@link UselessIdentity}, of what is kept of logins by providers. */
@ApplicationScoped
public class UselessOfProviders {
    private PendingLoginRepository logins;
    private ProviderSessionRepository sessions;
    private HeardLogoutRepository logouts;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected UselessOfProviders() {}

    @Inject
    public UselessOfProviders(
            PendingLoginRepository logins, ProviderSessionRepository sessions, HeardLogoutRepository logouts) {
        this.logins = logins;
        this.sessions = sessions;
        this.logouts = logouts;
    }

    @Transactional
    public int pendingLogins(Instant now) {
        return logins.removeExpired(now, UselessIdentity.PORTION);
    }

    @Transactional
    public int sessions(Instant now) {
        return sessions.removeEnded(now, UselessIdentity.PORTION);
    }

    @Transactional
    public int logouts(Instant now) {
        return logouts.removeExpired(now, UselessIdentity.PORTION);
    }
}
