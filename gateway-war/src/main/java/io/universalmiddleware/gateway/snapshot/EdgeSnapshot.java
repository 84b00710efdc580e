package io.universalmiddleware.gateway.snapshot;

import io.universalmiddleware.gateway.filter.RouteScope;
import io.universalmiddleware.gateway.tenancy.Tenants;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An edge snapshot is everything that the edge serves for tenants, as of one revision.
 *
 * <p>Immutable. A change makes another and puts it in force as a whole; a request that has found its route keeps that to its
 * end.
 */
public final class EdgeSnapshot implements Tenants<EdgeTenant> {
    private final long revision;
    private final Map<String, EdgeTenant> bySlug = new HashMap<>();
    private final Map<String, EdgeTenant> byDomain = new HashMap<>();

    /** @throws IllegalArgumentException if two tenants have one slug or one domain */
    public EdgeSnapshot(long revision, Collection<EdgeTenant> tenants) {
        this.revision = revision;
        for (EdgeTenant tenant : tenants) {
            put(bySlug, tenant.slug(), tenant);
            tenant.domains().forEach(domain -> put(byDomain, domain, tenant));
        }
    }

    /** Nobody. */
    public static EdgeSnapshot empty() {
        return new EdgeSnapshot(0, List.of());
    }

    public long revision() {
        return revision;
    }

    @Override
    public @Nullable EdgeTenant bySlug(String slug) {
        return bySlug.get(slug);
    }

    @Override
    public @Nullable EdgeTenant byDomain(String domain) {
        return byDomain.get(domain);
    }

    /** Every route's scope, in no order. */
    public List<RouteScope> scopes() {
        return bySlug.values().stream()
                .flatMap(tenant -> tenant.routes().stream())
                .map(EdgeRoute::scope)
                .toList();
    }

    private static void put(Map<String, EdgeTenant> by, String key, EdgeTenant tenant) {
        if (by.put(key, tenant) != null) {
            throw new IllegalArgumentException("two tenants have " + key);
        }
    }
}
