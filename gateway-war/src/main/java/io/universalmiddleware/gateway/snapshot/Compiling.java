package io.universalmiddleware.gateway.snapshot;

import io.universalmiddleware.gateway.access.ApiKeyTable;
import io.universalmiddleware.gateway.definition.Definitions;
import io.universalmiddleware.gateway.definition.LimitDefinition;
import io.universalmiddleware.gateway.definition.OriginDefinition;
import io.universalmiddleware.gateway.definition.RouteDefinition;
import io.universalmiddleware.gateway.filter.RouteScope;
import io.universalmiddleware.gateway.limiting.LimitConfig;
import io.universalmiddleware.gateway.pool.OriginKey;
import io.universalmiddleware.gateway.pool.Pool;
import io.universalmiddleware.gateway.pool.PoolConfig;
import io.universalmiddleware.gateway.pool.Pools;
import io.universalmiddleware.gateway.routing.Persistence;
import io.universalmiddleware.gateway.routing.RouteRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compiles definitions into what the edge serves: tenants with their routers, routes with their filters and pools.
 *
 * <p>A tenant of which nothing has changed is taken over as it is, so a change costs what it touches. Used by one thread at
 * a time.
 */
public final class Compiling {
    private record Compiled(TenantDefinitions from, EdgeTenant tenant) {}

    private final Chains chains;
    private final Pools pools;
    private final Persistence defaults;
    private Map<String, Compiled> before = Map.of();
    private List<LimitConfig> platformLimits = List.of();

    /** @param defaults what an origin's document does not say */
    public Compiling(Chains chains, Pools pools, Persistence defaults) {
        this.chains = chains;
        this.pools = pools;
        this.defaults = defaults;
    }

    /**
     * Compiles a revision. Waits a little for the addresses of targets that are new.
     *
     * @throws IllegalArgumentException if it cannot be served, saying why; what was compiled before stays usable
     */
    public EdgeSnapshot compile(Definitions definitions) {
        List<LimitConfig> ofPlatform = definitions.limits().stream()
                .filter(limit -> limit.tenant().isEmpty())
                .map(LimitDefinition::limit)
                .toList();
        boolean anew = !ofPlatform.equals(platformLimits);
        Map<String, Compiled> now = new HashMap<>();
        TenantDefinitions.of(definitions).forEach((slug, from) -> {
            Compiled known = before.get(slug);
            boolean same = known != null && !anew && from.isSameAs(known.from());
            now.put(slug, same ? known : new Compiled(from, tenant(from, ofPlatform)));
        });
        EdgeSnapshot snapshot = new EdgeSnapshot(
                definitions.revision(),
                now.values().stream().map(Compiled::tenant).toList());
        pools.apply(configs(definitions));
        before = now;
        platformLimits = ofPlatform;
        return snapshot;
    }

    private EdgeTenant tenant(TenantDefinitions from, List<LimitConfig> ofPlatform) {
        Map<String, Pool> byName = new HashMap<>();
        Map<String, Persistence> persistence = new HashMap<>();
        Map<String, List<LimitConfig>> originLimits = new HashMap<>();
        for (OriginDefinition origin : from.origins) {
            byName.put(origin.name(), pools.of(new OriginKey(origin.tenant(), origin.name()), origin.pool()));
            persistence.put(origin.name(), origin.persistence().over(defaults));
            originLimits.put(origin.name(), origin.limits());
        }
        TenantParts parts = new TenantParts(
                byName,
                ApiKeyTable.of(
                        from.keys.stream().flatMap(key -> key.keys().stream()).toList()),
                new HashMap<>(),
                ofPlatform,
                from.limits.stream().map(LimitDefinition::limit).toList(),
                originLimits,
                from.routes.stream()
                        .anyMatch(route -> route.enabled() && route.cache().isPresent()));
        List<RouteRule<EdgeRoute>> rules = new ArrayList<>();
        for (RouteDefinition route : from.routes) {
            if (route.enabled()) {
                Persistence ofOrigin = persistence.getOrDefault(route.origin(), defaults);
                rules.add(new RouteRule<>(route.match(), route.priority(), route(route, parts, ofOrigin)));
            }
        }
        return EdgeTenant.of(from.tenant.slug(), Set.copyOf(from.tenant.domains()), rules);
    }

    private EdgeRoute route(RouteDefinition route, TenantParts parts, Persistence ofOrigin) {
        RouteScope scope = new RouteScope(
                route.tenant(),
                route.name(),
                parts.pool(route.origin()),
                route.persistence().over(ofOrigin));
        return new EdgeRoute(
                scope,
                chains.of(route, parts),
                route.options().maxBody(),
                route.options().ambiguousPaths(),
                route.log());
    }

    private static Map<OriginKey, PoolConfig> configs(Definitions definitions) {
        Map<OriginKey, PoolConfig> configs = new HashMap<>();
        definitions
                .origins()
                .forEach(origin -> configs.put(new OriginKey(origin.tenant(), origin.name()), origin.pool()));
        return configs;
    }
}
