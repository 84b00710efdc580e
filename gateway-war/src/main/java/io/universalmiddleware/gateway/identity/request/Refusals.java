package io.universalmiddleware.gateway.identity.request;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.gateway.control.Stored;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.Account;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** How identity refuses. */
public final class Refusals {
    private Refusals() {}

    public static ProblemException unauthenticated(String detail) {
        return new ProblemException(Problem.of(ProblemType.UNAUTHENTICATED, detail));
    }

    public static ProblemException invalid(String pointer, String expected) {
        return new ProblemException(
                Problem.of(ProblemType.INVALID_REQUEST, null, List.of(new Violation(pointer, expected))));
    }

    /** 401 with the challenge of a login that lacks the second factor alone. */
    public static ProblemException challenged(OpaqueToken challenge, Duration life) {
        return new ProblemException(
                Problem.of(ProblemType.MFA_REQUIRED, "Send the challenge with a code to /api/v1/auth/mfa/login."),
                Map.of(
                        "mfa_required",
                        true,
                        "challenge",
                        challenge.text(),
                        "expires_in",
                        life.toSeconds(),
                        "methods",
                        List.of("code", "recovery_code")),
                null);
    }

    /** 503 of a node that can issue no access token now. */
    public static ProblemException noKey() {
        return new ProblemException(Problem.of(ProblemType.UNAVAILABLE, "No key can sign now."));
    }

    /** The account of a token's bearer. @throws ProblemException 401 if it is not there any more, or is disabled */
    public static Account present(Optional<Account> account) {
        return account.filter(found -> !found.disabled())
                .orElseThrow(() -> unauthenticated("The account is not there any more."));
    }

    /** A wait as {@code Retry-After} says it: in whole seconds, one at least. */
    public static long seconds(Duration wait) {
        return Math.max(1, (wait.toMillis() + 999) / 1000);
    }

    /** 429, to be tried again after the wait. */
    public static WebApplicationException tooMany(Duration wait) {
        return new WebApplicationException(Response.status(ProblemType.TOO_MANY_REQUESTS.status())
                .header(HttpHeaders.RETRY_AFTER, seconds(wait))
                .build());
    }

    /** As {@link #stored(Supplier)}, of work that has no outcome. */
    public static void done(Runnable work) {
        stored(() -> {
            work.run();
            return Boolean.TRUE;
        });
    }

    /** @throws ProblemException 503 if the store is away; the work has not been done then, or nobody knows whether it has */
    public static <T> T stored(Supplier<T> work) {
        return Stored.call("Accounts cannot be reached now.", work);
    }
}
