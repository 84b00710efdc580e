package io.universalmiddleware.gateway.identity.enrolment;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.control.ProofOfPresence;
import io.universalmiddleware.gateway.identity.factor.FactorSettings;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.token.AuthenticationContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sensitive acts of users who have a second factor for tokens of a login that showed it lately (RFC 9470). Who has none, and a token
 * that is of no account, passes; an application that acts for a user never does.
 */
@ApplicationScoped
public class SteppingUp implements ProofOfPresence {
    private StoringFactor factors;
    private FactorSettings settings;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected SteppingUp() {}

    @Inject
    public SteppingUp(StoringFactor factors, FactorSettings settings, Clock clock) {
        this.factors = factors;
        this.settings = settings;
        this.clock = clock;
    }

    /** @throws ProblemException 401 that says what the token lacks; 403 to applications */
    @Override
    public void require(JsonWebToken token) {
        if (CurrentUser.isOfApplication(token)) {
            throw new ProblemException(Problem.of(ProblemType.FORBIDDEN, "That is for users themselves."));
        }
        Optional<CurrentUser> user = CurrentUser.find(token);
        if (user.isPresent()
                && !isEnough(token)
                && Refusals.stored(() -> factors.state(user.get().account())).isOn()) {
            throw insufficient();
        }
    }

    /**
     * As {@link #require}; and whoever has no second factor must have logged in lately.
     *
     * @throws ProblemException 401 that says what the token lacks
     */
    public void requireRecent(JsonWebToken token) {
        require(token);
        if (!isRecent(token)) {
            throw insufficient();
        }
    }

    private boolean isEnough(JsonWebToken token) {
        @Nullable Object context = token.getClaim("acr");
        return AuthenticationContext.TWO_FACTORS.uri().equals(context) && isRecent(token);
    }

    private boolean isRecent(JsonWebToken token) {
        @Nullable Object proved = token.getClaim("auth_time");
        return proved instanceof Long seconds
                && !clock.instant().isAfter(Instant.ofEpochSecond(seconds).plus(settings.maxAge()));
    }

    private ProblemException insufficient() {
        String context = AuthenticationContext.TWO_FACTORS.uri();
        Duration age = settings.maxAge();
        return new ProblemException(
                Problem.of(
                        ProblemType.INSUFFICIENT_AUTHENTICATION,
                        "Show the second factor again at /api/v1/auth/mfa/step-up, or log in anew."),
                Map.of("acr_values", context, "max_age", age.toSeconds()),
                "Bearer error=\"insufficient_user_authentication\","
                        + " error_description=\"A login with the second factor, not long ago, is needed\","
                        + " acr_values=\"" + context + "\", max_age=\"" + age.toSeconds() + '"');
    }
}
