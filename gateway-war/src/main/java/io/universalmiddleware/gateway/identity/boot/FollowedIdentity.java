package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.gateway.identity.token.RotatingKeys;
import io.universalmiddleware.persistence.identity.AttemptRepository;
import io.universalmiddleware.persistence.identity.ProofRepository;
import io.universalmiddleware.persistence.identity.RevocationRepository;
import io.universalmiddleware.persistence.identity.RevocationRepository.Heard;
import io.universalmiddleware.persistence.identity.SessionRepository;
import io.universalmiddleware.persistence.identity.SigningKeyRepository.StoredKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a node follows of identity in PostgreSQL, and what is tidied there; each act a transaction. */
@ApplicationScoped
public class FollowedIdentity {
    private static final Duration KEPT = Duration.ofDays(30);
    private static final int AT_ONCE = 1_000;

    private RevocationRepository revocations;
    private RotatingKeys keys;
    private SessionRepository sessions;
    private ProofRepository proofs;
    private AttemptRepository attempts;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected FollowedIdentity() {}

    @Inject
    public FollowedIdentity(
            RevocationRepository revocations,
            RotatingKeys keys,
            SessionRepository sessions,
            ProofRepository proofs,
            AttemptRepository attempts) {
        this.revocations = revocations;
        this.keys = keys;
        this.sessions = sessions;
        this.proofs = proofs;
        this.attempts = attempts;
    }

    /** The sessions that ended since a place. */
    @Transactional
    public Heard since(String place) {
        return revocations.since(place);
    }

    /** The keys whose signatures count, now or soon; makes the next one if it is time. */
    @Transactional
    public List<StoredKey> keys(Instant now) {
        return keys.current(now);
    }

    /** Removes what is of no use any more. */
    @Transactional
    public void tidy(Instant now) {
        sessions.removeOld(now.minus(KEPT), now, AT_ONCE);
        proofs.removeExpired(now);
        attempts.removeFull(now);
    }
}
