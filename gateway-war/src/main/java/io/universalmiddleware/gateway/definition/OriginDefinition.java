package io.universalmiddleware.gateway.definition;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.limiting.LimitConfig;
import io.universalmiddleware.gateway.pool.PoolConfig;
import io.universalmiddleware.gateway.routing.PersistenceChange;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An origin is a service of a tenant, to whose targets requests are passed on.
 *
 * @param pool its targets, and how one is chosen
 * @param persistence how long and how often it is asked, where that is not as the edge's settings say
 * @param limits how many requests it is sent, over all routes
 */
public record OriginDefinition(
        UUID id, String tenant, String name, PoolConfig pool, PersistenceChange persistence, List<LimitConfig> limits)
        implements Definition {

    static OriginDefinition read(UUID id, Section in) {
        return new OriginDefinition(
                id,
                Names.tenant(in),
                Names.name(in),
                PoolConfig.read(in),
                PersistenceChange.read(in),
                LimitConfig.readAll(in, "limit"));
    }

    @Override
    public Kind kind() {
        return Kind.ORIGIN;
    }

    @Override
    public Map<String, String> references() {
        return Names.tenantReference(tenant);
    }
}
