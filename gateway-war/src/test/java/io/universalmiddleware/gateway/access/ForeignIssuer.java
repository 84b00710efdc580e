package io.universalmiddleware.gateway.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer of this test run, and the keys that it publishes. */
final class ForeignIssuer implements KeySetFetch {
    static final String NAME = "https://id.test";
    static final URI JWKS = URI.create("https://id.test/keys");

    final List<JWK> published = new ArrayList<>();
    final AtomicInteger fetches = new AtomicInteger();
    volatile boolean down;

    Issuer issuer() {
        return new Issuer(NAME, JWKS, List.of("api"), "realm_access.roles", "id:");
    }

    RSAKey rsa(String id) {
        return rsa(id, 2_048);
    }

    RSAKey rsa(String id, int bits) {
        try {
            RSAKey key = new RSAKeyGenerator(bits, true).keyID(id).generate();
            published.add(key.toPublicJWK());
            return key;
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    ECKey elliptic(String id, Curve curve) {
        try {
            ECKey key = new ECKeyGenerator(curve).keyID(id).generate();
            published.add(key.toPublicJWK());
            return key;
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(NAME)
                .audience("api")
                .subject("ann")
                .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))));
    }

    static String sign(JWK key, JWSAlgorithm algorithm, JWTClaimsSet claims) {
        return sign(key, new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
    }

    static String sign(JWK key, JWSHeader header, JWTClaimsSet claims) {
        try {
            JWSSigner signer = key instanceof RSAKey rsa
                    ? new RSASSASigner(rsa.toPrivateKey(), true)
                    : new ECDSASigner(key.toECKey());
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public CompletionStage<String> fetch(URI jwks) {
        fetches.incrementAndGet();
        return down
                ? CompletableFuture.failedFuture(new IllegalStateException("down"))
                : CompletableFuture.completedFuture(new JWKSet(published).toString());
    }
}
