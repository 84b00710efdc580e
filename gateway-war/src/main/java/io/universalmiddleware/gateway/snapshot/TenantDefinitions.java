package io.universalmiddleware.gateway.snapshot;

import io.universalmiddleware.gateway.definition.ApiKeyDefinition;
import io.universalmiddleware.gateway.definition.Definition;
import io.universalmiddleware.gateway.definition.Definitions;
import io.universalmiddleware.gateway.definition.LimitDefinition;
import io.universalmiddleware.gateway.definition.OriginDefinition;
import io.universalmiddleware.gateway.definition.RouteDefinition;
import io.universalmiddleware.gateway.definition.TenantDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that one revision says of one tenant. */
final class TenantDefinitions {
    final TenantDefinition tenant;
    final List<OriginDefinition> origins = new ArrayList<>();
    final List<RouteDefinition> routes = new ArrayList<>();
    final List<ApiKeyDefinition> keys = new ArrayList<>();
    final List<LimitDefinition> limits = new ArrayList<>();

    private TenantDefinitions(TenantDefinition tenant) {
        this.tenant = tenant;
    }

    /** By tenants' slugs; what is of no tenant is left out. */
    static Map<String, TenantDefinitions> of(Definitions all) {
        Map<String, TenantDefinitions> byTenant = new LinkedHashMap<>();
        all.tenants().forEach(tenant -> byTenant.put(tenant.slug(), new TenantDefinitions(tenant)));
        all.origins().forEach(origin -> of(byTenant, origin).origins.add(origin));
        all.routes().forEach(route -> of(byTenant, route).routes.add(route));
        all.apiKeys().forEach(key -> of(byTenant, key).keys.add(key));
        all.limits().stream()
                .filter(limit -> !limit.tenant().isEmpty())
                .forEach(limit -> of(byTenant, limit).limits.add(limit));
        return byTenant;
    }

    /** Whether the other has the very same objects: nothing of the tenant has changed. */
    boolean isSameAs(TenantDefinitions other) {
        return tenant == other.tenant
                && areSame(origins, other.origins)
                && areSame(routes, other.routes)
                && areSame(keys, other.keys)
                && areSame(limits, other.limits);
    }

    private static TenantDefinitions of(Map<String, TenantDefinitions> byTenant, Definition definition) {
        TenantDefinitions found = byTenant.get(definition.tenant());
        if (found == null) {
            throw new IllegalArgumentException(definition.key() + ": there is no such tenant");
        }
        return found;
    }

    private static <T> boolean areSame(List<T> one, List<T> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (one.get(i) != other.get(i)) {
                return false;
            }
        }
        return true;
    }
}
