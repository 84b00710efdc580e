package io.universalmiddleware.gateway.identity.token;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.ApplicationGrant;
import io.universalmiddleware.persistence.identity.UserSession;
import io.universalmiddleware.token.TokenSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Issues what applications get for their users: access tokens (RFC 9068), and ID tokens (OpenID Connect Core 1.0, section 2), both by ES256.
 *
 * <p>An access token may do what its scopes say and its user may, and nothing by default: {@link ApplicationScopes}. It says by
 * {@code application} that it is no user's own, and by {@code sid} of which grant it is.
 */
public final class ApplicationTokens {
    /** The claim that says which application a token was given to; a user's own has none. */
    public static final String APPLICATION = "application";

    private static final int LEFT_HALF = 16;

    private final KeyRing keys;
    private final TokenSettings settings;
    private final Duration life;
    private final Clock clock;

    public ApplicationTokens(KeyRing keys, TokenSettings settings, Duration life, Clock clock) {
        this.keys = keys;
        this.settings = settings;
        this.life = life;
        this.clock = clock;
    }

    /** Whether a key can sign now. */
    public boolean isReady() {
        return keys.isReady(clock.instant());
    }

    /** How long both count. */
    public Duration life() {
        return life;
    }

    /** Where users' claims are asked for, which is what every access token is for. */
    public static String userInfo(String issuer) {
        return issuer + "/oauth2/userinfo";
    }

    /** @param identity the ID token; empty if {@code openid} was not asked for */
    public record Issued(String access, Optional<String> identity) {
        /** Tells nothing. */
        @Override
        public String toString() {
            return "tokens";
        }
    }

    /**
     * Tokens for an application; empty if no key can sign now.
     *
     * @param scopes of the access token, among the grant's
     * @param nonce of the request that began the grant; null if it had none
     */
    public Optional<Issued> issue(
            Account account, UserSession session, ApplicationGrant grant, Set<String> scopes, @Nullable String nonce) {
        Instant now = clock.instant();
        return keys.signer(now).map(key -> {
            String access = Signature.sign(
                    Signature.ACCESS_TOKEN,
                    access(account, session, grant, scopes, now).build(),
                    key);
            return new Issued(
                    access,
                    scopes.contains(ApplicationScopes.OPENID)
                            ? Optional.of(identity(account, session, grant, nonce, access, now, key))
                            : Optional.empty());
        });
    }

    private JWTClaimsSet.Builder access(
            Account account, UserSession session, ApplicationGrant grant, Set<String> scopes, Instant now) {
        String client = grant.client().toString();
        return about(account, session, grant, now)
                .audience(audience(scopes))
                .claim("client_id", client)
                .claim(APPLICATION, client)
                .claim("tenant", account.tenant().value())
                .claim("groups", ApplicationScopes.roles(account.roles(), scopes))
                .claim("scope", scopes.stream().sorted().collect(Collectors.joining(" ")))
                .jwtID(Uuid7.next(clock).toString());
    }

    private List<String> audience(Set<String> scopes) {
        List<String> audience = new ArrayList<>(List.of(userInfo(settings.own())));
        if (ApplicationScopes.reachThePlatform(scopes)) {
            settings.audiences().stream().sorted().limit(1).forEach(audience::add);
        }
        return audience;
    }

    private String identity(
            Account account,
            UserSession session,
            ApplicationGrant grant,
            @Nullable String nonce,
            String access,
            Instant now,
            ECKey key) {
        String client = grant.client().toString();
        JWTClaimsSet.Builder claims = about(account, session, grant, now)
                .audience(client)
                .claim("azp", client)
                .claim("at_hash", leftHalf(access));
        if (nonce != null) {
            claims.claim("nonce", nonce);
        }
        return Signature.sign(JOSEObjectType.JWT, claims.build(), key);
    }

    private JWTClaimsSet.Builder about(Account account, UserSession session, ApplicationGrant grant, Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(settings.own())
                .subject(account.id().toString())
                .claim("sid", grant.id().toString())
                .claim("auth_time", session.provedAt().getEpochSecond())
                .claim("acr", AuthenticationContext.of(session).uri())
                .claim("amr", session.methods())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(life)));
    }

    /** {@code at_hash} (OpenID Connect Core 1.0, section 3.1.3.6). */
    private static String leftHalf(String access) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOf(OpaqueToken.sha256(access), LEFT_HALF));
    }
}
