package io.universalmiddleware.gateway.identity.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.universalmiddleware.gateway.identity.token.KeyRing;
import io.universalmiddleware.token.TokenSettings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the ID tokens by which applications say whom they mean, or whose session: the platform's own, expired or not, as long as the key that signed
 * one is published (OpenID Connect Core 1.0, section 3.1.2.1; RP-Initiated Logout 1.0, section 2).
 */
@Dependent
public class IdTokenHints {
    private final KeyRing keys;
    private final String issuer;

    @Inject
    public IdTokenHints(KeyRing keys, TokenSettings tokens) {
        this.keys = keys;
        this.issuer = tokens.own();
    }

    /** Whom a token was issued to. @param grant of which it is, whether or not that goes on */
    public record Hint(UUID application, UUID user, UUID grant) {}

    /** Empty if the platform did not issue it as an ID token. */
    public Optional<Hint> read(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            return isIdToken(jwt) && isSigned(jwt) ? hint(jwt.getJWTClaimsSet()) : Optional.empty();
        } catch (ParseException | JOSEException foreign) {
            return Optional.empty();
        }
    }

    private static boolean isIdToken(SignedJWT jwt) {
        return JOSEObjectType.JWT.equals(jwt.getHeader().getType())
                && JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm());
    }

    private boolean isSigned(SignedJWT jwt) throws JOSEException {
        for (JWK key : keys.published()) {
            if (key.getKeyID().equals(jwt.getHeader().getKeyID())) {
                return jwt.verify(new ECDSAVerifier(key.toECKey()));
            }
        }
        return false;
    }

    private Optional<Hint> hint(JWTClaimsSet claims) throws ParseException {
        List<String> audience = claims.getAudience();
        Optional<UUID> user = Optional.ofNullable(claims.getSubject()).flatMap(Identifiers::uuid);
        Optional<UUID> grant = Optional.ofNullable(claims.getStringClaim("sid")).flatMap(Identifiers::uuid);
        return issuer.equals(claims.getIssuer()) && audience.size() == 1 && user.isPresent() && grant.isPresent()
                ? Identifiers.uuid(audience.get(0)).map(application -> new Hint(application, user.get(), grant.get()))
                : Optional.empty();
    }
}
