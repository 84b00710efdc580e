package io.universalmiddleware.command.caller;

import io.universalmiddleware.contracts.authorization.Scopes;
import io.universalmiddleware.contracts.edge.Bearer;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.policy.Input;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * A caller is a user of a tenant, as a verified token names them.
 *
 * @param principal the token's subject
 * @param roles the token's groups
 * @param scopes what the token is for
 */
public record Caller(TenantId tenant, String principal, Set<String> roles, Set<String> scopes) {
    private static final int MAX_PRINCIPAL = 255;

    public Caller {
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
    }

    /** @throws ProblemException if the token names no tenant or no user */
    public static Caller of(JsonWebToken token) {
        Object tenant = token.getClaim("tenant");
        if (tenant == null || !TenantId.isValid(tenant.toString())) {
            throw new ProblemException(Problem.of(ProblemType.TENANT_MISSING, null));
        }
        String subject = token.getSubject();
        if (subject == null || subject.isBlank() || subject.length() > MAX_PRINCIPAL) {
            throw new ProblemException(Problem.of(ProblemType.FORBIDDEN, "The token names no user."));
        }
        Set<String> roles = token.getGroups() == null ? Set.of() : token.getGroups();
        return new Caller(new TenantId(tenant.toString()), subject, roles, Scopes.of(token.getClaim("scope")));
    }

    /** Whom the edge let in. */
    public static Caller of(Bearer bearer) {
        return new Caller(bearer.tenant(), bearer.user(), bearer.roles(), bearer.scopes());
    }

    /** The question whether they may do an operation. */
    public Input asks(String operation) {
        return new Input(tenant.value(), principal, roles, scopes, operation, null);
    }
}
