package io.universalmiddleware.gateway.analytics;

import io.universalmiddleware.gateway.definition.TenantDefinition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** How long each tenant's request log is kept, as the configuration in force says. Safe from any thread. */
final class Retentions {
    private final Duration usual;
    private volatile Map<String, Duration> byTenant = Map.of();

    Retentions(Duration usual) {
        this.usual = usual;
    }

    void of(Collection<TenantDefinition> tenants) {
        Map<String, Duration> stated = new HashMap<>();
        tenants.forEach(tenant -> tenant.logRetention().ifPresent(kept -> stated.put(tenant.slug(), kept)));
        byTenant = Map.copyOf(stated);
    }

    Duration of(String tenant) {
        return byTenant.getOrDefault(tenant, usual);
    }
}
