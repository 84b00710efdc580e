package io.universalmiddleware.runtime.rest;

import io.universalmiddleware.contracts.rows.RowScope;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;

/**
 * Gives a method that is open to all, as a login is, everybody's rows: whose it needs is what it is to find out.
 *
 * @see RowScopeFilter for all the others
 */
final class OpenRowsFilter implements ContainerRequestFilter {
    @Override
    @SuppressWarnings("MustBeClosedChecker") // RequestFilter's entry restores what was before it
    public void filter(ContainerRequestContext request) {
        RowScope.PLATFORM.enter();
    }
}
