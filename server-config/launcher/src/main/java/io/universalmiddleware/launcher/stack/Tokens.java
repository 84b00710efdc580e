package io.universalmiddleware.launcher.stack;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.universalmiddleware.contracts.id.Uuid7;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Signs bearer tokens for tests, which the platform believes where it was told to: JWT (RFC 7519) by ES256, as MicroProfile JWT wants them. */
public final class Tokens {
    public static final String ISSUER = "um";
    public static final String AUDIENCE = "um";

    private final SigningKey key;
    private final Clock clock;

    Tokens(SigningKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** @param roles of {@code admin} and {@code user} */
    public String issue(String user, String tenant, List<String> roles, Duration lifetime) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(user)
                .claim("upn", user)
                .claim("tenant", tenant)
                .claim("groups", roles)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .jwtID(Uuid7.next(clock).toString())
                .build();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID(key.id())
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(new ECDSASigner(key.privateKey()));
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a token", e);
        }
        return token.serialize();
    }
}
