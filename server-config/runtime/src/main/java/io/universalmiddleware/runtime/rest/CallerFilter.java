package io.universalmiddleware.runtime.rest;

import io.universalmiddleware.contracts.log.LogContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonNumber;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Refuses a token before its time ({@code nbf}, RFC 7519, section 4.1.5), which the server leaves unchecked, and adds the
 * caller's tenant and user to the log context; {@link RequestFilter} takes them away with its own.
 */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION + 1)
public class CallerFilter implements ContainerRequestFilter {
    private static final Duration LEEWAY = Duration.ofSeconds(60);

    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected CallerFilter() {}

    @Inject
    public CallerFilter(Clock clock) {
        this.clock = clock;
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // the outer scope restores what was before it
    public void filter(ContainerRequestContext request) {
        Principal caller = request.getSecurityContext().getUserPrincipal();
        if (caller instanceof JsonWebToken token) {
            if (beforeItsTime(token)) {
                throw new NotAuthorizedException("The token is not valid yet.", "Bearer");
            }
            Object tenant = token.getClaim("tenant");
            LogContext.with("tenant", tenant == null ? null : tenant.toString());
            LogContext.with("user", token.getSubject());
        }
    }

    /** Claims come as JSON numbers or, where the server knows them, as numbers. */
    private boolean beforeItsTime(JsonWebToken token) {
        Object notBefore = token.getClaim("nbf");
        long seconds;
        if (notBefore instanceof JsonNumber json) {
            seconds = json.longValue();
        } else if (notBefore instanceof Number number) {
            seconds = number.longValue();
        } else {
            return false;
        }
        return Instant.ofEpochSecond(seconds).isAfter(clock.instant().plus(LEEWAY));
    }
}
