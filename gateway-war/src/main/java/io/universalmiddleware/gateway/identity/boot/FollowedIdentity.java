package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.gateway.identity.token.RotatingKeys;
import io.universalmiddleware.persistence.identity.RevocationRepository;
import io.universalmiddleware.persistence.identity.RevocationRepository.Heard;
import io.universalmiddleware.persistence.identity.SigningKeyRepository.StoredKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/** What a node follows of identity in PostgreSQL; each act a transaction. */
@ApplicationScoped
public class FollowedIdentity {
    private RevocationRepository revocations;
    private RotatingKeys keys;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected FollowedIdentity() {}

    @Inject
    public FollowedIdentity(RevocationRepository revocations, RotatingKeys keys) {
        this.revocations = revocations;
        this.keys = keys;
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
}
