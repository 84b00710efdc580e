package io.universalmiddleware.gateway.identity.token;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.universalmiddleware.persistence.identity.SigningKeyRepository.StoredKey;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The key ring is the signing keys as this node knows them: all whose signatures count, and those that it can sign with. */
public final class KeyRing {
    static final String PURPOSE = "signing key";

    private final Sealing sealing;
    private volatile Keys keys = new Keys(List.of(), List.of(), List.of());

    /** A key that this node can sign with, between two times. */
    private record Signer(ECKey key, Instant from, Instant until) {}

    private record Keys(List<StoredKey> stored, List<Signer> signers, List<JWK> published) {}

    public KeyRing(Sealing sealing) {
        this.sealing = sealing;
    }

    /**
     * Takes the keys as they are stored now.
     *
     * @return whether anything has changed
     */
    public boolean take(List<StoredKey> stored) {
        if (keys.stored().equals(stored)) {
            return false;
        }
        List<Signer> signers = new ArrayList<>();
        List<JWK> published = new ArrayList<>();
        for (StoredKey key : stored) {
            published.add(parse(key.publicKey()));
            open(key).ifPresent(whole -> signers.add(new Signer(whole, key.signsFrom(), key.signsUntil())));
        }
        keys = new Keys(List.copyOf(stored), List.copyOf(signers), List.copyOf(published));
        return true;
    }

    /** The key that signs now; empty if there is none that this node can use. */
    Optional<ECKey> signer(Instant now) {
        return keys.signers().stream()
                .filter(signer -> !now.isBefore(signer.from()) && now.isBefore(signer.until()))
                .reduce((earlier, later) -> later)
                .map(Signer::key);
    }

    /** Whether it can sign now. */
    public boolean isReady(Instant now) {
        return signer(now).isPresent();
    }

    /** The public halves of all keys whose signatures count, now or soon. */
    public List<JWK> published() {
        return keys.published();
    }

    /** The public halves as a key set (RFC 7517, section 5). */
    String keySet() {
        return new JWKSet(published()).toString(true);
    }

    /** The whole key; empty if another secret sealed it. */
    Optional<ECKey> open(StoredKey key) {
        return sealing.open(PURPOSE, key.id(), key.sealed())
                .map(json -> parse(new String(json, StandardCharsets.UTF_8)).toECKey());
    }

    private static JWK parse(String json) {
        try {
            return JWK.parse(json);
        } catch (ParseException broken) {
            throw new IllegalStateException("a stored signing key is no JSON Web Key", broken);
        }
    }
}
