package io.universalmiddleware.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;

/** Tokens as the platform makes them, signed with a key of this test run. */
public final class Tokens {
    private final ECKey key;
    private final Clock clock;
    private final List<String> roles;

    /** @param roles of every user */
    public Tokens(Clock clock, String... roles) {
        this.clock = clock;
        this.roles = List.of(roles);
        try {
            key = new ECKeyGenerator(Curve.P_256).keyID("test").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public List<JWK> publicKeys() {
        return List.of(key.toPublicJWK());
    }

    public ECKey key() {
        return key;
    }

    /** A token of a user that lives an hour. */
    public String of(String tenant, String user) {
        return of(tenant, user, Duration.ofHours(1));
    }

    public String of(String tenant, String user, Duration life) {
        return sign(claims(user, life).claim("tenant", tenant).build());
    }

    /** Claims without a tenant. */
    public JWTClaimsSet.Builder claims(String user, Duration life) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer("um")
                .audience("um")
                .subject(user)
                .expirationTime(Date.from(clock.instant().plus(life)));
        return roles.isEmpty() ? claims : claims.claim("groups", roles);
    }

    public String sign(JWTClaimsSet claims) {
        return sign(claims, key);
    }

    public static String sign(JWTClaimsSet claims, ECKey with) {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(with.getKeyID()).build(), claims);
        try {
            jwt.sign(new ECDSASigner(with));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }
}
