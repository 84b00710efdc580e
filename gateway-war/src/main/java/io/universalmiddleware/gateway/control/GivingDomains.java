package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.definition.TenantDefinition;
import io.universalmiddleware.gateway.document.Pointer;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.gateway.tenancy.EdgeDomain;
import io.universalmiddleware.persistence.configuration.Entry;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which domains a tenant may be given, and by whom. All of a domain's requests go to its tenant, those with the platform's tokens
 * too: so nobody is given the edge's own, and only who manages every tenant gives any.
 */
final class GivingDomains {
    private GivingDomains() {}

    /**
     * Notes those that are the edge's own.
     *
     * @throws ProblemException if the administrator may give none, and the tenant would have one that it has not (403)
     */
    static void check(
            Administrator by, String edge, TenantDefinition tenant, @Nullable Entry before, Violations violations) {
        Set<String> had = new HashSet<>();
        if (before != null) {
            for (JsonNode domain : before.document().path("domains")) {
                had.add(domain.asText());
            }
        }
        for (int i = 0; i < tenant.domains().size(); i++) {
            String domain = tenant.domains().get(i);
            if (!by.ofAll() && !had.contains(domain)) {
                throw new ProblemException(
                        Problem.of(ProblemType.FORBIDDEN, "Domains are given by the operator's administrators."));
            }
            if (EdgeDomain.covers(edge, domain)) {
                violations.add(Pointer.item("/domains", i), "is the platform's own");
            }
        }
    }
}
