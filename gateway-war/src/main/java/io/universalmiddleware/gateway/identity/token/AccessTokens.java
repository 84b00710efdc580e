package io.universalmiddleware.gateway.identity.token;

import com.nimbusds.jwt.JWTClaimsSet;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import io.universalmiddleware.persistence.identity.UserSession;
import io.universalmiddleware.token.TokenSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Issues access tokens: JWTs (RFC 9068) by ES256, with the tenant, the roles and the session that they are of. */
public final class AccessTokens {
    /** The client that a user's own session is of. */
    private static final String CLIENT = "um";

    private final KeyRing keys;
    private final String issuer;
    private final List<String> audience;
    private final Duration life;
    private final Clock clock;

    public AccessTokens(KeyRing keys, TokenSettings settings, Duration life, Clock clock) {
        this.keys = keys;
        this.issuer = settings.own();
        this.audience = settings.audiences().stream().sorted().limit(1).toList();
        this.life = life;
        this.clock = clock;
    }

    /** How long one counts. */
    public Duration life() {
        return life;
    }

    /** A token for the account in the session; empty if no key can sign now. */
    public Optional<String> issue(Account account, UserSession session) {
        Instant now = clock.instant();
        return keys.signer(now).map(key -> Signature.sign(Signature.ACCESS_TOKEN, claims(account, session, now), key));
    }

    /**
     * A token for a client itself (RFC 6749, section 4.4); empty if no key can sign now.
     *
     * @param id of the token, by which it can be revoked
     */
    public Optional<String> issue(RegisteredClient client, UUID id, Set<String> scopes, Instant expires) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(audience)
                .subject(client.id().toString())
                .claim("client_id", client.id().toString())
                .claim("tenant", client.tenant().value())
                .claim("groups", client.roles().stream().sorted().toList())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(expires))
                .jwtID(id.toString());
        if (!scopes.isEmpty()) {
            claims.claim("scope", scopes.stream().sorted().collect(Collectors.joining(" ")));
        }
        return keys.signer(now).map(key -> Signature.sign(Signature.ACCESS_TOKEN, claims.build(), key));
    }

    private JWTClaimsSet claims(Account account, UserSession session, Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(audience)
                .subject(account.id().toString())
                .claim("client_id", CLIENT)
                .claim("upn", account.email())
                .claim("tenant", account.tenant().value())
                .claim("groups", account.roles().stream().sorted().toList())
                .claim("sid", session.id().toString())
                .claim("auth_time", session.provedAt().getEpochSecond())
                .claim("acr", AuthenticationContext.of(session).uri())
                .claim("amr", session.methods())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(life)))
                .jwtID(Uuid7.next(clock).toString())
                .build();
    }
}
