package io.universalmiddleware.gateway.definition;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.limiting.LimitConfig;
import java.util.Map;
import java.util.UUID;

/**
 * A limit bounds the requests of a tenant's clients, or of all tenants' if it belongs to the platform.
 *
 * @param limit how many, of whom, in what time
 */
public record LimitDefinition(UUID id, String tenant, String name, LimitConfig limit) implements Definition {

    static LimitDefinition read(UUID id, Section in) {
        return new LimitDefinition(
                id, in.has("tenant") ? Names.tenant(in) : "", in.required("name"), LimitConfig.read(in));
    }

    @Override
    public Kind kind() {
        return Kind.LIMIT;
    }

    @Override
    public Map<String, String> references() {
        return tenant.isEmpty() ? Map.of() : Names.tenantReference(tenant);
    }
}
