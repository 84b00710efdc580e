package io.universalmiddleware.runtime.rest;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.rows.RowScope;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.Objects;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Holds what a method of a resource does to its caller's tenant's rows; {@link RequestFilter} lets go of that with the request. The
 * operator's admins manage every tenant, so theirs is the platform's scope.
 */
final class RowScopeFilter implements ContainerRequestFilter {
    private static final String ADMIN = "admin";

    private final TenantId operator;

    RowScopeFilter(TenantId operator) {
        this.operator = operator;
    }

    /** The caller has been let in, so there is a token that names a tenant. */
    @Override
    @SuppressWarnings("MustBeClosedChecker") // the outer entry restores what was before it
    public void filter(ContainerRequestContext request) {
        JsonWebToken token = (JsonWebToken) request.getSecurityContext().getUserPrincipal();
        TenantId tenant =
                new TenantId(Objects.requireNonNull(token.getClaim("tenant")).toString());
        boolean ofAll = tenant.equals(operator)
                && token.getGroups() != null
                && token.getGroups().contains(ADMIN);
        (ofAll ? RowScope.PLATFORM : RowScope.of(tenant)).enter();
    }
}
