package io.universalmiddleware.runtime.rest;

import io.universalmiddleware.contracts.log.LogContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Adds the caller's tenant and user to the log context; {@link RequestFilter} takes them away with its own. */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION + 1)
public class CallerFilter implements ContainerRequestFilter {
    @Override
    @SuppressWarnings("MustBeClosedChecker") // the outer scope restores what was before it
    public void filter(ContainerRequestContext request) {
        Principal caller = request.getSecurityContext().getUserPrincipal();
        if (caller instanceof JsonWebToken token) {
            Object tenant = token.getClaim("tenant");
            LogContext.with("tenant", tenant == null ? null : tenant.toString());
            LogContext.with("user", token.getSubject());
        }
    }
}
