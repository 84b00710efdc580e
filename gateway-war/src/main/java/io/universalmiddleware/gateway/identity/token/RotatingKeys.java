package io.universalmiddleware.gateway.identity.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.persistence.identity.SigningKeyRepository;
import io.universalmiddleware.persistence.identity.SigningKeyRepository.StoredKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Sees to it that there is always a key to sign with: P-256, each for its time, the next one published before it signs, the last one
 * believed as long as what it signed counts. Of several nodes one makes the next key. Runs in the caller's transaction.
 */
public final class RotatingKeys {
    /** How far the clocks of nodes may be apart. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final SigningKeyRepository keys;
    private final IdentitySettings settings;
    private final Sealing sealing;
    private final KeyRing ring;

    public RotatingKeys(SigningKeyRepository keys, IdentitySettings settings, Sealing sealing, KeyRing ring) {
        this.keys = keys;
        this.settings = settings;
        this.sealing = sealing;
        this.ring = ring;
    }

    /** The keys whose signatures count, now or soon, the next one among them if it is time to publish it. */
    public List<StoredKey> current(Instant now) {
        List<StoredKey> stored = keys.all(now);
        if (!isTime(stored, now)) {
            return stored;
        }
        keys.lock();
        stored = keys.all(now);
        if (isTime(stored, now)) {
            keys.add(next(last(stored), now));
            keys.removeOld(now);
            stored = keys.all(now);
        }
        return stored;
    }

    private boolean isTime(List<StoredKey> stored, Instant now) {
        return last(stored)
                .filter(last -> last.signsUntil().isAfter(now.plus(settings.lead())))
                .isEmpty();
    }

    /** The last that this secret opens. */
    private Optional<StoredKey> last(List<StoredKey> stored) {
        return stored.stream().filter(key -> ring.open(key).isPresent()).reduce((earlier, later) -> later);
    }

    private StoredKey next(Optional<StoredKey> last, Instant now) {
        Instant from = last.map(StoredKey::signsUntil)
                .filter(until -> until.isAfter(now))
                .orElse(now);
        Instant until = from.plus(settings.rotation());
        ECKey key = generate();
        return new StoredKey(
                key.getKeyID(),
                key.toPublicJWK().toJSONString(),
                sealing.seal(KeyRing.PURPOSE, key.getKeyID(), key.toJSONString().getBytes(StandardCharsets.UTF_8)),
                now,
                from,
                until,
                until.plus(settings.accessLife()).plus(SKEW));
    }

    private static ECKey generate() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
