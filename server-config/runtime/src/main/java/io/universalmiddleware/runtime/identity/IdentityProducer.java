package io.universalmiddleware.runtime.identity;

import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.token.Revocations;
import io.universalmiddleware.token.TokenSettings;
import io.universalmiddleware.token.TokenVerifier;
import io.universalmiddleware.token.VerifiedTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Gives what verifies and remembers tokens, one for all listeners of this process, and the token of a request's caller. */
@ApplicationScoped
public class IdentityProducer {
    private static final int MOST_TOKENS = 20_000;

    @Produces
    @Singleton
    Revocations revocations() {
        return new Revocations();
    }

    @Produces
    @Singleton
    TokenSettings settings(Settings settings) {
        return TokenSettings.from(settings);
    }

    @Produces
    @Singleton
    TokenVerifier verifier(TokenSettings settings, Clock clock) {
        return settings.verifier(clock);
    }

    @Produces
    @Singleton
    VerifiedTokens tokens(TokenVerifier verifier, Revocations revocations, Clock clock) {
        return new VerifiedTokens(verifier, revocations, clock, MOST_TOKENS);
    }

    @Produces
    @RequestScoped
    JsonWebToken caller(HttpServletRequest request) {
        return request.getUserPrincipal() instanceof JsonWebToken token ? token : BearerToken.NONE;
    }
}
