package io.universalmiddleware.command.caller;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * A caller is a user of a tenant, as a verified token names them.
 *
 * @param principal the token's subject
 */
public record Caller(TenantId tenant, String principal) {
    private static final int MAX_PRINCIPAL = 255;

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
        return new Caller(new TenantId(tenant.toString()), subject);
    }
}
