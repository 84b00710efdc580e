package io.universalmiddleware.runtime.rest;

import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.contracts.authorization.Scopes;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.policy.Decision;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.Input;
import io.universalmiddleware.runtime.identity.ClientAddress;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Asks, before a method of a resource, whether its caller may do it: 401 for nobody, 403 for those who may not, 503 if it cannot be
 * decided.
 *
 * <p>Why is told to those alone who have the role {@code admin}.
 */
final class AuthorizationFilter implements ContainerRequestFilter {
    private static final String ADMIN = "admin";

    private final String operation;
    private final Optional<NamedResource> named;
    private final Decisions decisions;
    private final Consumer<Denial> denials;

    /** @param named what the operation is of, for those who may do it with some; empty if the operation asks that itself */
    AuthorizationFilter(
            String operation, Optional<NamedResource> named, Decisions decisions, Consumer<Denial> denials) {
        this.operation = operation;
        this.named = named;
        this.decisions = decisions;
        this.denials = denials;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Principal principal = request.getSecurityContext().getUserPrincipal();
        if (!(principal instanceof JsonWebToken token) || token.getSubject() == null) {
            deny(request, "", "", "no token");
            throw new ProblemException(Problem.of(ProblemType.UNAUTHENTICATED, null));
        }
        @Nullable Object tenant = token.getClaim("tenant");
        if (tenant == null || !TenantId.isValid(tenant.toString())) {
            deny(request, "", '/' + token.getSubject(), "the token names no tenant");
            throw new ProblemException(Problem.of(ProblemType.TENANT_MISSING, null));
        }
        Set<String> roles = token.getGroups() == null ? Set.of() : token.getGroups();
        Decision decision = decided(
                request,
                new Input(
                        tenant.toString(),
                        token.getSubject(),
                        roles,
                        Scopes.of(token.getClaim("scope")),
                        operation,
                        null));
        if (!decision.allowed()) {
            deny(request, tenant.toString(), tenant + "/" + token.getSubject(), decision.reason());
            throw new ProblemException(problem(decision, roles.contains(ADMIN)));
        }
    }

    private Decision decided(ContainerRequestContext request, Input input) {
        return named.map(resource -> decisions.decide(
                        input,
                        () -> resource.in(input.tenant(), request.getUriInfo().getPathParameters())))
                .orElseGet(() -> decisions.decide(input));
    }

    private Problem problem(Decision decision, boolean told) {
        ProblemType type =
                decision.outcome() == Decision.Outcome.FAILED ? ProblemType.UNAVAILABLE : ProblemType.FORBIDDEN;
        return Problem.of(type, told ? operation + ": " + decision.reason() + '.' : null);
    }

    private void deny(ContainerRequestContext request, String tenant, String actor, String reason) {
        String address = ClientAddress.of(request.getHeaderString(ClientAddress.FIELD));
        denials.accept(new Denial(tenant, actor, operation, reason, address));
    }
}
