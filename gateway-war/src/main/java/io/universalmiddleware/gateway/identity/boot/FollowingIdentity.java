package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.gateway.identity.token.KeyRing;
import io.universalmiddleware.gateway.rounds.Rounds;
import io.universalmiddleware.persistence.identity.RevocationRepository;
import io.universalmiddleware.persistence.identity.RevocationRepository.Heard;
import io.universalmiddleware.token.Revocations;
import io.universalmiddleware.token.TokenVerifier;
import io.universalmiddleware.token.VerifiedTokens;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the sessions that end and the keys that sign, for what verifies tokens in this process.
 *
 * <p>PostgreSQL is asked four times a second for revocations and every other second for keys. While it is away this node hears of no further
 * end, and nobody can end a session either; the access tokens that are about end by themselves.
 */
public final class FollowingIdentity implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(FollowingIdentity.class);
    /** Between two looks: what ends is to be heard within a second. */
    static final Duration PAUSE = Duration.ofMillis(250);

    private static final Duration KEYS_EACH = Duration.ofSeconds(2);
    private static final Duration FORGET_EACH = Duration.ofMinutes(1);

    private final FollowedIdentity followed;
    private final Revocations revocations;
    private final KeyRing ring;
    private final TokenVerifier verifier;
    private final VerifiedTokens tokens;
    private final Clock clock;
    private final Rounds rounds = new Rounds();
    private String place = RevocationRepository.BEGINNING;
    private Instant keysAt = Instant.MIN;
    private Instant forgetAt = Instant.MIN;
    private boolean away;

    public FollowingIdentity(
            FollowedIdentity followed,
            Revocations revocations,
            KeyRing ring,
            TokenVerifier verifier,
            VerifiedTokens tokens,
            Clock clock) {
        this.followed = followed;
        this.revocations = revocations;
        this.ring = ring;
        this.verifier = verifier;
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public void run() {
        step();
        rounds.goOn(PAUSE, this::step);
    }

    /** Ends {@link #run} soon. */
    public void stop() {
        rounds.stop();
    }

    /** Does what is due; never fails. */
    void step() {
        try {
            Instant now = clock.instant();
            hear();
            if (!now.isBefore(keysAt) || !ring.isReady(now)) {
                takeKeys(now);
                keysAt = now.plus(KEYS_EACH);
            }
            if (!now.isBefore(forgetAt)) {
                forgetAt = now.plus(FORGET_EACH);
                revocations.forget(now);
            }
            away = false;
        } catch (Throwable fault) {
            if (!away) {
                LOG.warn("Revocations and signing keys cannot be followed now: {}", fault.toString());
            }
            away = true;
        }
    }

    private void hear() {
        Heard heard = followed.since(place);
        Map<String, Instant> ended = new HashMap<>();
        heard.until().forEach((session, until) -> ended.put(session.toString(), until));
        revocations.add(ended);
        // a database that was set back begins to count anew
        boolean setBack = new BigInteger(heard.place()).compareTo(new BigInteger(place)) < 0;
        place = setBack ? RevocationRepository.BEGINNING : heard.place();
    }

    private void takeKeys(Instant now) {
        int before = ring.published().size();
        if (ring.take(followed.keys(now))) {
            verifier.publish(ring.published());
            if (before > 0) {
                tokens.forgetAll();
            }
        }
    }
}
