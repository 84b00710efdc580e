package io.universalmiddleware.gateway.snapshot;

import io.universalmiddleware.gateway.access.AccessConfig;
import io.universalmiddleware.gateway.access.ApiKeyTable;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.limiting.LimitConfig;
import io.universalmiddleware.gateway.pool.Pool;
import java.util.List;
import java.util.Map;

/**
 * What the routes of one tenant have in common.
 *
 * @param pools of its origins, by their names
 * @param keys of its API
 * @param access what finds out who calls, by what routes say of it: those that say the same share it
 * @param platformLimits those of all tenants
 * @param limits its own
 * @param originLimits those of its origins, by their names
 * @param caches whether any of its routes does
 */
record TenantParts(
        Map<String, Pool> pools,
        ApiKeyTable keys,
        Map<AccessConfig, Filter> access,
        List<LimitConfig> platformLimits,
        List<LimitConfig> limits,
        Map<String, List<LimitConfig>> originLimits,
        boolean caches) {

    /** @throws IllegalArgumentException if there is no such origin */
    Pool pool(String origin) {
        Pool pool = pools.get(origin);
        if (pool == null) {
            throw new IllegalArgumentException("there is no origin " + origin);
        }
        return pool;
    }

    /** The limits of one of its origins. */
    List<LimitConfig> limits(String origin) {
        return originLimits.getOrDefault(origin, List.of());
    }
}
