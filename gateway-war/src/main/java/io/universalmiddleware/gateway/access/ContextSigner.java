package io.universalmiddleware.gateway.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.universalmiddleware.gateway.filter.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/**
 * Signs who calls, so that an origin can tell the edge's word from anybody's: a JWT (RFC 7519) by HS256 with a secret that the edge and
 * the origins share, of type {@code um-context+jwt}, good for a minute. Its {@code jti} is the request's id. Safe for use by several
 * threads.
 */
final class ContextSigner {
    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final JWSHeader HEADER = new JWSHeader.Builder(JWSAlgorithm.HS256)
            .type(new JOSEObjectType("um-context+jwt"))
            .build();

    private final JWSSigner signer;
    private final Clock clock;

    /** @param secret at least 32 bytes in UTF-8 */
    ContextSigner(String secret, Clock clock) {
        this.clock = clock;
        try {
            signer = new MACSigner(secret.getBytes(StandardCharsets.UTF_8));
        } catch (JOSEException tooShort) {
            throw new IllegalArgumentException("a secret of at least 32 bytes is needed", tooShort);
        }
    }

    String sign(String tenant, Caller caller, String requestId) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer("um-edge")
                .jwtID(requestId)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .claim("tenant", tenant);
        if (!caller.user().isEmpty()) {
            claims.subject(caller.user())
                    .claim("roles", caller.roles().stream().sorted().toList());
        }
        if (!caller.application().isEmpty()) {
            claims.claim("application", caller.application());
        }
        if (!caller.keyId().isEmpty()) {
            claims.claim("key", caller.keyId()).claim("consumer", caller.consumer());
        }
        if (!caller.scopes().isEmpty()) {
            claims.claim(
                    "scope", String.join(" ", caller.scopes().stream().sorted().toList()));
        }
        SignedJWT context = new SignedJWT(HEADER, claims.build());
        try {
            context.sign(signer);
        } catch (JOSEException unusable) {
            throw new IllegalStateException(unusable);
        }
        return context.serialize();
    }
}
