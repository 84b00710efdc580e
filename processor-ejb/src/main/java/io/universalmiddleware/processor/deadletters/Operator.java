package io.universalmiddleware.processor.deadletters;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.processor.ProcessorSettings;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * An operator is an administrator as a verified token names them.
 *
 * @param name the token's subject
 * @param tenants whose letters they see; empty text stands for letters that name no tenant
 */
public record Operator(String name, Set<String> tenants) {

    /** @throws ProblemException if the token names no tenant or no user */
    static Operator of(JsonWebToken token, ProcessorSettings settings) {
        Object tenant = token.getClaim("tenant");
        if (tenant == null || !TenantId.isValid(tenant.toString())) {
            throw new ProblemException(Problem.of(ProblemType.TENANT_MISSING, null));
        }
        String subject = token.getSubject();
        if (subject == null || subject.isBlank()) {
            throw new ProblemException(Problem.of(ProblemType.FORBIDDEN, "The token names no user."));
        }
        String own = tenant.toString();
        return new Operator(subject, own.equals(settings.operatorTenant()) ? Set.of(own, "") : Set.of(own));
    }
}
