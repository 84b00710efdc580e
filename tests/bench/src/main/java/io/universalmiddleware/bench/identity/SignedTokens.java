package io.universalmiddleware.bench.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.token.TokenVerifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** Access tokens of users, with the claims that the platform's own have, signed by an ES256 key of a process's own. */
final class SignedTokens {
    private static final String NAME = "um";

    private final ECKey key;

    SignedTokens() {
        try {
            key = new ECKeyGenerator(Curve.P_256).keyID("bench").generate();
        } catch (JOSEException impossible) {
            throw new BenchException("no key can be made: " + impossible.getMessage(), impossible);
        }
    }

    /** What takes them. */
    TokenVerifier verifier(Clock clock) {
        TokenVerifier verifier = new TokenVerifier(List.of(), NAME, Set.of(NAME), clock);
        verifier.publish(List.of(key.toPublicJWK()));
        return verifier;
    }

    /** So many different ones, good for an hour. */
    List<String> sign(int count) {
        return IntStream.range(0, count).mapToObj(this::token).toList();
    }

    private String token(int number) {
        Instant now = Instant.now();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(NAME)
                .audience(NAME)
                .subject(UUID.randomUUID().toString())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofHours(1))))
                .claim("client_id", NAME)
                .claim("upn", "ann" + number + "@shop.example")
                .claim("tenant", "shop")
                .claim("groups", List.of("user"))
                .claim("sid", UUID.randomUUID().toString())
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException unusable) {
            throw new BenchException("a token cannot be signed: " + unusable.getMessage(), unusable);
        }
        return token.serialize();
    }
}
