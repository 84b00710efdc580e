package io.universalmiddleware.gateway.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.token.Identity;
import io.universalmiddleware.token.Verdict;
import io.universalmiddleware.token.VerifiedTokens;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the tokens of an issuer at one tenant.
 *
 * <p>A token is signed by one of the issuer's public keys, RSA of at least 2,048 bits or elliptic, with an algorithm that is the key's. Nothing
 * in a token's header is followed ({@code jku}, {@code x5u}, {@code jwk}); a critical header field is refused. Issuer, audience,
 * subject and expiry are required; clocks may differ by 10 s. What was found valid is remembered for 5 minutes at most.
 */
final class IssuerTokens {
    private static final Duration SKEW = Duration.ofSeconds(10);
    private static final Duration REMEMBERED = Duration.ofMinutes(5);
    private static final int MOST_REMEMBERED = 10_000;
    private static final int MOST_CHARACTERS = 8_192;
    private static final int LEAST_RSA_BITS = 2_048;
    private static final int LONGEST_USER = 255;
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

    private final Issuer issuer;
    private final TenantId tenant;
    private final IssuerKeys keys;
    private final Clock clock;
    private final VerifiedTokens remembered;

    IssuerTokens(Issuer issuer, TenantId tenant, IssuerKeys keys, Clock clock) {
        this.issuer = issuer;
        this.tenant = tenant;
        this.keys = keys;
        this.clock = clock;
        remembered = new VerifiedTokens(this::judge, clock, MOST_REMEMBERED);
    }

    /** Whom a token names that was found valid before. */
    Optional<Identity> remembered(String token) {
        return remembered.remembered(token);
    }

    /** What is to be said of a token; empty if there are no keys to judge by. Never a failure. */
    CompletableFuture<Optional<Verdict>> verify(String token) {
        if (token.length() > MOST_CHARACTERS) {
            return CompletableFuture.completedFuture(Optional.of(new Verdict.Invalid("too long")));
        }
        try {
            return keys.ready(SignedJWT.parse(token).getHeader().getKeyID())
                    .thenApply(
                            ready -> keys.usable() == null ? Optional.empty() : Optional.of(remembered.verify(token)));
        } catch (ParseException malformed) {
            return CompletableFuture.completedFuture(Optional.of(new Verdict.Invalid("malformed")));
        }
    }

    private Verdict judge(String token) {
        @Nullable List<JWK> current = keys.usable();
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (current == null || !isSigned(jwt, current)) {
                return new Verdict.Invalid("no key of the issuer signed it");
            }
            return judge(jwt.getJWTClaimsSet());
        } catch (ParseException | IllegalArgumentException malformed) {
            return new Verdict.Invalid("malformed");
        }
    }

    private static boolean isSigned(SignedJWT jwt, List<JWK> keys) {
        JWSHeader header = jwt.getHeader();
        @Nullable JOSEObjectType type = header.getType();
        if (header.getCriticalParams() != null && !header.getCriticalParams().isEmpty()) {
            return false;
        }
        if (type != null && !TYPES.contains(type.getType().toLowerCase(Locale.ROOT))) {
            return false;
        }
        @Nullable String id = header.getKeyID();
        List<JWK> named = keys.stream()
                .filter(key -> id == null || id.equals(key.getKeyID()))
                .filter(key -> suits(key, header.getAlgorithm()))
                .toList();
        // without a name only the one key that it can be: no search among many at the expense of the edge
        return named.size() == 1 && verifies(jwt, named.get(0));
    }

    private static boolean suits(JWK key, JWSAlgorithm algorithm) {
        boolean signs = key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse());
        boolean its = key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm);
        boolean family = key instanceof RSAKey
                ? JWSAlgorithm.Family.RSA.contains(algorithm) && key.size() >= LEAST_RSA_BITS
                : key instanceof ECKey && JWSAlgorithm.Family.EC.contains(algorithm);
        return signs && its && family;
    }

    private static boolean verifies(SignedJWT jwt, JWK key) {
        try {
            JWSVerifier verifier =
                    key instanceof RSAKey rsa ? new RSASSAVerifier(rsa) : new ECDSAVerifier(key.toECKey());
            return verifier.supportedJWSAlgorithms().contains(jwt.getHeader().getAlgorithm()) && jwt.verify(verifier);
        } catch (JOSEException unusable) {
            return false;
        }
    }

    private Verdict judge(JWTClaimsSet claims) throws ParseException {
        Instant now = clock.instant();
        @Nullable Date expires = claims.getExpirationTime();
        @Nullable Date notBefore = claims.getNotBeforeTime();
        @Nullable String user = claims.getSubject();
        if (!issuer.name().equals(claims.getIssuer())
                || claims.getAudience().stream().noneMatch(issuer.audiences()::contains)) {
            return new Verdict.Invalid("not for us");
        }
        if (expires == null || user == null || user.isBlank() || user.length() > LONGEST_USER) {
            return new Verdict.Invalid("no expiry or subject");
        }
        if (notBefore != null && now.plus(SKEW).isBefore(notBefore.toInstant())) {
            return new Verdict.Invalid("not yet valid");
        }
        Instant end = expires.toInstant().plus(SKEW);
        if (!now.isBefore(end)) {
            return new Verdict.Expired();
        }
        Instant remembered = now.plus(REMEMBERED);
        return new Verdict.Valid(new Identity(
                tenant,
                issuer.userPrefix() + user,
                Claims.names(claims, issuer.rolesClaim()),
                Claims.scopes(claims),
                end.isBefore(remembered) ? end : remembered));
    }
}
