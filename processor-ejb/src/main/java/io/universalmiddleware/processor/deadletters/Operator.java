package io.universalmiddleware.processor.deadletters;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.processor.ProcessorSettings;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * An operator is an administrator as a verified token names them.
 *
 * @param name the token's subject
 * @param tenants whose letters they see; empty text stands for letters that name no tenant
 */
public record Operator(String name, Set<String> tenants) {

    /**
     * Who a token names. Letters that name no tenant are for those alone of the operator's tenant who have the role {@code admin}, not one
     * of that tenant's own.
     *
     * @throws ProblemException if the token names no tenant or no user
     */
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
        @Nullable Set<String> roles = token.getGroups();
        boolean ofAll = own.equals(settings.operatorTenant()) && roles != null && roles.contains("admin");
        return new Operator(subject, ofAll ? Set.of(own, "") : Set.of(own));
    }
}
