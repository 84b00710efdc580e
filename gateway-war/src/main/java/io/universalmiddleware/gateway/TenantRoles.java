package io.universalmiddleware.gateway;

import io.universalmiddleware.gateway.definition.Definitions;
import io.universalmiddleware.gateway.definition.RoleDefinition;
import io.universalmiddleware.policy.Decisions;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Tells the policy of this process what the tenants' own roles grant, as it is configured. */
@Dependent
public class TenantRoles {
    private final Decisions decisions;

    @Inject
    public TenantRoles(Decisions decisions) {
        this.decisions = decisions;
    }

    /** From now on by these. */
    void serve(Definitions definitions) {
        Map<String, Map<String, Set<String>>> tenants = new HashMap<>();
        for (RoleDefinition role : definitions.roles()) {
            tenants.computeIfAbsent(role.tenant(), tenant -> new HashMap<>()).put(role.name(), role.grants());
        }
        decisions.data(data -> data.withTenants(tenants));
    }
}
