package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.persistence.identity.AttemptRepository;
import io.universalmiddleware.persistence.identity.ClientTokenRepository;
import io.universalmiddleware.persistence.identity.NobodysAccountRepository;
import io.universalmiddleware.persistence.identity.ProofRepository;
import io.universalmiddleware.persistence.identity.SessionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;

/**
 * What is of no use any more in PostgreSQL. Each method removes a portion in a transaction, passes over what others are at, and tells how
 * much it was.
 */
@ApplicationScoped
public class UselessIdentity {
    /** Of how many rows a whole portion is. */
    static final int PORTION = 500;

    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration UNVERIFIED = Duration.ofDays(7);

    private NobodysAccountRepository accounts;
    private SessionRepository sessions;
    private ProofRepository proofs;
    private ClientTokenRepository clientTokens;
    private AttemptRepository attempts;
    private IdentitySettings settings;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected UselessIdentity() {}

    @Inject
    public UselessIdentity(
            NobodysAccountRepository accounts,
            SessionRepository sessions,
            ProofRepository proofs,
            ClientTokenRepository clientTokens,
            AttemptRepository attempts,
            IdentitySettings settings) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.proofs = proofs;
        this.clientTokens = clientTokens;
        this.attempts = attempts;
        this.settings = settings;
    }

    @Transactional
    public int refreshTokens(Instant now) {
        return sessions.removeOldTokens(now.minus(KEPT), PORTION);
    }

    /** Those whose refresh tokens are gone. */
    @Transactional
    public int sessions(Instant now) {
        return sessions.removeOld(now.minus(KEPT), PORTION);
    }

    @Transactional
    public int revocations(Instant now) {
        return sessions.removeRevocations(now, PORTION);
    }

    @Transactional
    public int proofs(Instant now) {
        return proofs.removeExpired(now, PORTION);
    }

    @Transactional
    public int clientTokens(Instant now) {
        return clientTokens.removeExpired(now, PORTION);
    }

    @Transactional
    public int budgets(Instant now) {
        return attempts.removeFull(now, PORTION);
    }

    /** Those that nobody has verified or used for a week; none where they may be used unverified. */
    @Transactional
    public int accounts(Instant now) {
        return settings.unverifiedLogin() ? 0 : accounts.removeMadeBefore(now.minus(UNVERIFIED), PORTION);
    }
}
