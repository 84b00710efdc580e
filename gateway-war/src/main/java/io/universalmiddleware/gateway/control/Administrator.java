package io.universalmiddleware.gateway.control;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * An administrator is who changes the configuration, as a verified token names them.
 *
 * @param tenant whose administrator
 * @param name the token's subject
 * @param ofAll whether they manage every tenant and the platform, not their own tenant alone
 */
public record Administrator(String tenant, String name, boolean ofAll) {

    /**
     * @param operator the tenant whose administrators manage every tenant
     * @throws ProblemException if the token names no tenant or no user
     */
    static Administrator of(JsonWebToken token, String operator) {
        Object tenant = token.getClaim("tenant");
        if (tenant == null || !TenantId.isValid(tenant.toString())) {
            throw new ProblemException(Problem.of(ProblemType.TENANT_MISSING, null));
        }
        String subject = token.getSubject();
        if (subject == null || subject.isBlank()) {
            throw new ProblemException(Problem.of(ProblemType.FORBIDDEN, "The token names no user."));
        }
        return new Administrator(tenant.toString(), subject, tenant.toString().equals(operator));
    }

    /** Whether what belongs to the tenant is theirs to see and to change. */
    public boolean manages(String other) {
        return ofAll || tenant.equals(other);
    }

    /** The only tenant that they manage; null if they manage all. */
    public @Nullable String onlyTenant() {
        return ofAll ? null : tenant;
    }

    /** How history names them. */
    public String actor() {
        return tenant + '/' + name;
    }
}
