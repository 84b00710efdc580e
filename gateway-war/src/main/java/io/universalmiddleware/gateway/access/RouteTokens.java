package io.universalmiddleware.gateway.access;

import com.nimbusds.jwt.SignedJWT;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.token.Identity;
import io.universalmiddleware.token.Verdict;
import io.universalmiddleware.token.VerifiedTokens;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that count at a route: those of the platform, and of the issuers that it names.
 *
 * @param platform null if the platform's do not count
 */
record RouteTokens(@Nullable VerifiedTokens platform, List<Foreign> issuers, TenantId tenant) {

    /** An issuer's tokens. @param name what they say in {@code iss} */
    record Foreign(String name, IssuerTokens tokens) {}

    /** Whom a token names that was found valid before: costs no signature. */
    Optional<Identity> remembered(String token) {
        Optional<Identity> own = platform == null ? Optional.empty() : platform.remembered(token);
        for (int i = 0; own.isEmpty() && i < issuers.size(); i++) {
            own = issuers.get(i).tokens().remembered(token);
        }
        return own;
    }

    /** What is to be said of a token; empty if its issuer's keys cannot be had. Never a failure. */
    CompletableFuture<Optional<Verdict>> verify(String token) {
        @Nullable IssuerTokens foreign = issuers.isEmpty() ? null : of(token);
        if (foreign != null) {
            return foreign.verify(token);
        }
        Verdict verdict = platform == null ? new Verdict.Invalid("no such issuer") : platform.verify(token);
        return CompletableFuture.completedFuture(Optional.of(verdict));
    }

    /** Which of the issuers a token says it is of; that is not believed yet. */
    private @Nullable IssuerTokens of(String token) {
        try {
            @Nullable String said = SignedJWT.parse(token).getJWTClaimsSet().getIssuer();
            for (Foreign issuer : issuers) {
                if (issuer.name().equals(said)) {
                    return issuer.tokens();
                }
            }
            return null;
        } catch (ParseException malformed) {
            return null;
        }
    }
}
