package io.universalmiddleware.gateway.identity.request;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.identity.token.ApplicationTokens;
import io.universalmiddleware.token.Identity;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * The current user is the account whose access token a request brings, and the session of it. Only a token that the platform itself signed
 * has them: another issuer's names nobody here, whatever its claims look like.
 */
public record CurrentUser(UUID account, UUID session) {

    /** @throws ProblemException 403 if the token is of no account of this platform */
    public static CurrentUser of(JsonWebToken token) {
        return find(token)
                .orElseThrow(() -> new ProblemException(
                        Problem.of(ProblemType.FORBIDDEN, "The token is of no account of this platform.")));
    }

    /** Whether an application got the token for a user. It acts for them, within its scopes, and is not them. */
    public static boolean isOfApplication(JsonWebToken token) {
        return Boolean.TRUE.equals(token.<Object>getClaim(Identity.OWN))
                && token.<Object>getClaim(ApplicationTokens.APPLICATION) != null;
    }

    /** Empty if the token is of no account of this platform, or an application's. */
    public static Optional<CurrentUser> find(JsonWebToken token) {
        if (isOfApplication(token)) {
            return Optional.empty();
        }
        @Nullable Object session = token.getClaim("sid");
        @Nullable String account = token.getSubject();
        try {
            return !Boolean.TRUE.equals(token.<Object>getClaim(Identity.OWN)) || session == null || account == null
                    ? Optional.empty()
                    : Optional.of(new CurrentUser(UUID.fromString(account), UUID.fromString(session.toString())));
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }
}
