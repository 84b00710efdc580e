package io.universalmiddleware.launcher.login;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.universalmiddleware.stores.StoreException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An access token as its holder may read it; whether it holds is the platform's to say.
 *
 * @param account whose
 * @param context what its login showed ({@code acr}, RFC 9470)
 * @param expires when it counts no more
 */
public record AccessToken(
        String text, String account, Set<String> roles, String context, Instant issued, Instant expires) {
    public AccessToken {
        roles = Set.copyOf(roles);
    }

    /** @throws StoreException if it is no token */
    public static AccessToken read(String text) {
        return parse(text).orElseThrow(() -> new StoreException("The platform answered no token that can be read."));
    }

    /** Empty if it is no token. */
    static Optional<AccessToken> parse(String text) {
        try {
            JWTClaimsSet claims = SignedJWT.parse(text).getJWTClaimsSet();
            List<String> groups = claims.getStringListClaim("groups");
            String context = claims.getStringClaim("acr");
            return claims.getSubject() == null || claims.getIssueTime() == null || claims.getExpirationTime() == null
                    ? Optional.empty()
                    : Optional.of(new AccessToken(
                            text,
                            claims.getSubject(),
                            new HashSet<>(groups == null ? List.of() : groups),
                            context == null ? "" : context,
                            claims.getIssueTime().toInstant(),
                            claims.getExpirationTime().toInstant()));
        } catch (ParseException none) {
            return Optional.empty();
        }
    }

    /** How long it counts in all. */
    Duration life() {
        return Duration.between(issued, expires);
    }

    /** Whether it counts so long from a time, and half of its life at least. */
    boolean lasts(Duration atLeast, Instant now) {
        Duration left = Duration.between(now, expires);
        return left.compareTo(atLeast) >= 0 && left.compareTo(life().dividedBy(2)) >= 0;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "token of " + account;
    }
}
