package io.universalmiddleware.gateway.definition;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.policy.PolicyData;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A role of a tenant's own grants operations of the platform's API to those users of the tenant whose tokens name it.
 *
 * @param grants ids of operations, of those that a tenant's admins may do and that give no rights; some with a pattern after a colon
 */
public record RoleDefinition(UUID id, String tenant, String name, Set<String> grants) implements Definition {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Set<String> BUILT_IN = PolicyData.builtInRoles();

    public RoleDefinition {
        grants = Set.copyOf(grants);
    }

    static RoleDefinition read(UUID id, Section in) {
        String tenant = Names.tenant(in);
        String name = in.required("name");
        if (!name.isBlank() && !NAME.matcher(name).matches()) {
            in.violation("name", "expected 1 to 63 of a-z, 0-9 and -, a letter first");
        } else if (BUILT_IN.contains(name)) {
            in.violation("name", "is a role that every tenant has");
        }
        List<String> grants = in.texts("grants");
        if (!in.has("grants")) {
            in.violation("grants", "is required");
        }
        for (int i = 0; i < grants.size(); i++) {
            int place = i;
            PolicyData.refusal(grants.get(i)).ifPresent(why -> in.violation("grants", place, why));
        }
        return new RoleDefinition(id, tenant, name, Set.copyOf(grants));
    }

    @Override
    public Kind kind() {
        return Kind.ROLE;
    }

    @Override
    public Map<String, String> references() {
        return Names.tenantReference(tenant);
    }
}
