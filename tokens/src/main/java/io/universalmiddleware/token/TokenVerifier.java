package io.universalmiddleware.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.universalmiddleware.contracts.id.TenantId;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a client's token: a JWT (RFC 7519) signed with ES256 or RS256 by one of the configured keys.
 *
 * <p>A key is only ever used with its own algorithm, and nothing in a token's header is followed. Issuer, audience, subject and expiry
 * are required. Nothing is fetched.
 */
public final class TokenVerifier {
    private static final int MOST_CHARACTERS = 8_192;

    private final List<Key> keys;
    private final String issuer;
    private final String audience;
    private final Clock clock;
    private final boolean whole;

    public TokenVerifier(List<JWK> keys, String issuer, String audience, Clock clock) {
        this(keys.stream().map(TokenVerifier::key).toList(), issuer, audience, clock, false);
    }

    private TokenVerifier(List<Key> keys, String issuer, String audience, Clock clock, boolean whole) {
        this.keys = keys;
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
        this.whole = whole;
    }

    /**
     * A verifier that also demands what the application server does (MicroProfile JWT 2.1, section 4.1): the type JWT, a time
     * of issue and an id. It finds no token valid that the server refuses.
     */
    public TokenVerifier asTheServerDoes() {
        return new TokenVerifier(keys, issuer, audience, clock, true);
    }

    /** Takes any text. */
    public Verdict verify(String token) {
        if (token.length() > MOST_CHARACTERS) {
            return new Verdict.Invalid("too long");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (!isSigned(jwt)) {
                return new Verdict.Invalid("no key of ours signed it");
            }
            return whole && !isWhole(jwt) ? new Verdict.Invalid("not whole") : judge(jwt.getJWTClaimsSet());
        } catch (ParseException | IllegalArgumentException malformed) {
            return new Verdict.Invalid("malformed");
        }
    }

    private static boolean isWhole(SignedJWT jwt) throws ParseException {
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        return JOSEObjectType.JWT.equals(jwt.getHeader().getType())
                && claims.getIssueTime() != null
                && claims.getJWTID() != null;
    }

    private boolean isSigned(SignedJWT jwt) {
        JWSHeader header = jwt.getHeader();
        if (header.getCriticalParams() != null && !header.getCriticalParams().isEmpty()) {
            return false;
        }
        return keys.stream().filter(key -> key.suits(header)).anyMatch(key -> key.verifies(jwt));
    }

    private Verdict judge(JWTClaimsSet claims) throws ParseException {
        Instant now = clock.instant();
        @Nullable Date expires = claims.getExpirationTime();
        @Nullable Date notBefore = claims.getNotBeforeTime();
        @Nullable String user = claims.getSubject();
        if (!issuer.equals(claims.getIssuer()) || !claims.getAudience().contains(audience)) {
            return new Verdict.Invalid("not for us");
        }
        if (expires == null || user == null || user.isBlank()) {
            return new Verdict.Invalid("no expiry or subject");
        }
        if (notBefore != null && now.isBefore(notBefore.toInstant())) {
            return new Verdict.Invalid("not yet valid");
        }
        if (!now.isBefore(expires.toInstant())) {
            return new Verdict.Expired();
        }
        @Nullable String tenant = claims.getStringClaim("tenant");
        return tenant == null || !TenantId.isValid(tenant)
                ? new Verdict.WithoutTenant()
                : new Verdict.Valid(
                        new Identity(new TenantId(tenant), user, roles(claims), scopes(claims), expires.toInstant()));
    }

    private static Set<String> roles(JWTClaimsSet claims) throws ParseException {
        @Nullable List<String> groups = claims.getStringListClaim("groups");
        return groups == null ? Set.of() : new HashSet<>(groups);
    }

    private static Set<String> scopes(JWTClaimsSet claims) {
        return claims.getClaim("scope") instanceof String scope && !scope.isBlank()
                ? Set.of(scope.strip().split(" +"))
                : Set.of();
    }

    private static Key key(JWK jwk) {
        try {
            return switch (jwk.getKeyType().getValue()) {
                case "EC" -> new Key(JWSAlgorithm.ES256, jwk.getKeyID(), new ECDSAVerifier(jwk.toECKey()));
                case "RSA" -> new Key(JWSAlgorithm.RS256, jwk.getKeyID(), new RSASSAVerifier(jwk.toRSAKey()));
                default -> throw new IllegalArgumentException("a verification key is EC (P-256) or RSA");
            };
        } catch (JOSEException unusable) {
            throw new IllegalArgumentException("a verification key cannot be used", unusable);
        }
    }

    /** The keys in a PEM text ("PUBLIC KEY") or a JSON Web Key or key set (RFC 7517). */
    public static List<JWK> keysIn(String text) {
        try {
            if (!text.stripLeading().startsWith("{")) {
                return List.of(PublicKeyPem.parse(text));
            }
            Map<String, Object> json = JSONObjectUtils.parse(text);
            return json.containsKey("keys") ? new ArrayList<>(JWKSet.parse(json).getKeys()) : List.of(JWK.parse(json));
        } catch (ParseException unreadable) {
            throw new IllegalArgumentException("the JWT public key is neither PEM nor a JSON Web Key", unreadable);
        }
    }

    /** One key, the one algorithm it is for, and its id, if it has one. */
    private record Key(JWSAlgorithm algorithm, @Nullable String id, JWSVerifier verifier) {

        boolean suits(JWSHeader header) {
            boolean sameId = id == null || header.getKeyID() == null || id.equals(header.getKeyID());
            return algorithm.equals(header.getAlgorithm()) && sameId;
        }

        boolean verifies(SignedJWT jwt) {
            try {
                return jwt.verify(verifier);
            } catch (JOSEException unusable) {
                return false;
            }
        }
    }
}
