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
import io.universalmiddleware.contracts.authorization.Scopes;
import io.universalmiddleware.contracts.id.TenantId;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a client's token: a JWT (RFC 7519) signed with ES256 or RS256 by one of the configured keys, or of those that the platform
 * itself signs with now.
 *
 * <p>A key is only ever used with its own algorithm, and nothing in a token's header is followed. Issuer, audience, subject and expiry
 * are required, a type is respected. Nothing is fetched. Which key has signed tells whether a token is the platform's own, and nothing else
 * does: a configured key is another issuer's, of whatever name.
 */
public final class TokenVerifier {
    private static final int MOST_CHARACTERS = 8_192;

    /** How far the clocks of an issuer and of this process may be apart where a token says when it begins. */
    private static final Duration LEEWAY = Duration.ofSeconds(60);

    /** A token (RFC 7519, section 5.1) or an access token (RFC 9068, section 2.1), and nothing else that keys sign. */
    private static final Set<String> TYPES = Set.of("jwt", "application/jwt", "at+jwt", "application/at+jwt");

    private final List<Key> configured;
    private volatile List<Key> keys;
    private final String own;
    private final Set<String> audiences;
    private final Clock clock;

    /** Of one issuer, whichever key has signed. @param audiences one of which a token must name */
    public TokenVerifier(List<JWK> keys, String issuer, Set<String> audiences, Clock clock) {
        this(keys, issuer, issuer, audiences, clock);
    }

    /**
     * With keys that each sign for one issuer alone (RFC 8725, section 3.8).
     *
     * @param issuer of what the configured keys sign
     * @param own the platform's own, of what its published keys sign
     * @param audiences one of which a token must name
     */
    public TokenVerifier(List<JWK> keys, String issuer, String own, Set<String> audiences, Clock clock) {
        this.configured = keys.stream().map(jwk -> key(jwk, issuer, false)).toList();
        this.keys = configured;
        this.own = own;
        this.audiences = Set.copyOf(audiences);
        this.clock = clock;
    }

    /** Takes the tokens of these keys too from now on, and no more those of keys that were published before and are not among them. */
    public void publish(List<? extends JWK> published) {
        List<Key> all = new ArrayList<>(configured);
        published.forEach(jwk -> all.add(key(jwk, own, true)));
        keys = List.copyOf(all);
    }

    /** Takes any text. */
    public Verdict verify(String token) {
        if (token.length() > MOST_CHARACTERS) {
            return new Verdict.Invalid("too long");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (!isToken(jwt.getHeader().getType())) {
                return new Verdict.Invalid("of another type");
            }
            Optional<Key> signer = signer(jwt);
            return signer.isPresent()
                    ? judge(jwt.getJWTClaimsSet(), signer.get())
                    : new Verdict.Invalid("no key of ours signed it");
        } catch (ParseException | IllegalArgumentException malformed) {
            return new Verdict.Invalid("malformed");
        }
    }

    private static boolean isToken(@Nullable JOSEObjectType type) {
        return type == null || TYPES.contains(type.getType().toLowerCase(Locale.ROOT));
    }

    private Optional<Key> signer(SignedJWT jwt) {
        JWSHeader header = jwt.getHeader();
        if (header.getCriticalParams() != null && !header.getCriticalParams().isEmpty()) {
            return Optional.empty();
        }
        return keys.stream()
                .filter(key -> key.suits(header))
                .filter(key -> key.verifies(jwt))
                .findFirst();
    }

    private Verdict judge(JWTClaimsSet claims, Key signer) throws ParseException {
        Instant now = clock.instant();
        @Nullable Date expires = claims.getExpirationTime();
        @Nullable Date notBefore = claims.getNotBeforeTime();
        @Nullable String user = claims.getSubject();
        if (!signer.issuer().equals(claims.getIssuer()) || Collections.disjoint(claims.getAudience(), audiences)) {
            return new Verdict.Invalid("not for us");
        }
        if (expires == null || user == null || user.isBlank()) {
            return new Verdict.Invalid("no expiry or subject");
        }
        if (notBefore != null && now.plus(LEEWAY).isBefore(notBefore.toInstant())) {
            return new Verdict.Invalid("not yet valid");
        }
        if (!now.isBefore(expires.toInstant())) {
            return new Verdict.Expired();
        }
        @Nullable String tenant = claims.getStringClaim("tenant");
        Set<String> roles = roles(claims);
        return tenant == null || !TenantId.isValid(tenant)
                ? new Verdict.WithoutTenant(user, roles)
                : new Verdict.Valid(new Identity(
                        new TenantId(tenant),
                        user,
                        roles,
                        Scopes.of(claims.getClaim("scope")),
                        expires.toInstant(),
                        name(claims, user),
                        signer.own() ? session(claims) : "",
                        signer.own(),
                        signer.own() && claims.getClaim("application") instanceof String id ? id : ""));
    }

    private static String name(JWTClaimsSet claims, String user) throws ParseException {
        @Nullable String name = claims.getStringClaim("upn");
        if (name == null) {
            name = claims.getStringClaim("preferred_username");
        }
        return name == null ? user : name;
    }

    /** {@code sid} (OpenID Connect Front-Channel Logout 1.0, section 3); what is of no session goes by its own id, {@code jti}. */
    private static String session(JWTClaimsSet claims) {
        if (claims.getClaim("sid") instanceof String session) {
            return session;
        }
        return claims.getClaim("jti") instanceof String id ? id : "";
    }

    /** The groups, which are an array; one alone may stand as text. */
    private static Set<String> roles(JWTClaimsSet claims) throws ParseException {
        if (claims.getClaim("groups") instanceof String group) {
            return Set.of(group);
        }
        @Nullable List<String> groups = claims.getStringListClaim("groups");
        return groups == null ? Set.of() : new HashSet<>(groups);
    }

    private static Key key(JWK jwk, String issuer, boolean own) {
        try {
            return switch (jwk.getKeyType().getValue()) {
                case "EC" -> new Key(JWSAlgorithm.ES256, jwk.getKeyID(), new ECDSAVerifier(jwk.toECKey()), issuer, own);
                case "RSA" ->
                    new Key(JWSAlgorithm.RS256, jwk.getKeyID(), new RSASSAVerifier(jwk.toRSAKey()), issuer, own);
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

    /** One key, the one algorithm it is for, its id, if it has one, for whom it signs, and whether it is one that the platform signs with. */
    private record Key(JWSAlgorithm algorithm, @Nullable String id, JWSVerifier verifier, String issuer, boolean own) {

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
