package io.universalmiddleware.gateway.control;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * An administrator is who manages a tenant, as a verified token names them: with the role {@code admin}, or with one of the tenant's own
 * that grants what they do.
 *
 * @param tenant whose administrator
 * @param name the token's subject
 * @param ofAll whether they manage every tenant and the platform, not their own tenant alone
 */
public record Administrator(String tenant, String name, boolean ofAll) {

    private static final String ADMIN = "admin";

    /**
     * Who a token names. A role of the operator's own, whatever it grants, is for that tenant alone, as that of any other.
     *
     * @param operator the tenant whose users with the role {@code admin} manage every tenant
     * @throws ProblemException if the token names no tenant or no user
     */
    public static Administrator of(JsonWebToken token, String operator) {
        Object tenant = token.getClaim("tenant");
        if (tenant == null || !TenantId.isValid(tenant.toString())) {
            throw new ProblemException(Problem.of(ProblemType.TENANT_MISSING, null));
        }
        String subject = token.getSubject();
        if (subject == null || subject.isBlank()) {
            throw new ProblemException(Problem.of(ProblemType.FORBIDDEN, "The token names no user."));
        }
        return new Administrator(tenant.toString(), subject, tenant.toString().equals(operator) && isAdmin(token));
    }

    /** Whether a token has the role {@code admin} itself, not one of a tenant's own. */
    public static boolean isAdmin(JsonWebToken token) {
        @Nullable Set<String> roles = token.getGroups();
        return roles != null && roles.contains(ADMIN);
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
