package io.universalmiddleware.gateway.definition;

import io.universalmiddleware.gateway.access.AccessConfig;
import io.universalmiddleware.gateway.caching.CacheDefinition;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.limiting.LimitConfig;
import io.universalmiddleware.gateway.routing.PathPattern;
import io.universalmiddleware.gateway.routing.PersistenceChange;
import io.universalmiddleware.gateway.routing.RouteMatch;
import io.universalmiddleware.gateway.routing.RouteOptions;
import io.universalmiddleware.gateway.shaping.Shaping;
import io.universalmiddleware.gateway.traffic.RouteLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A route maps requests of a tenant's clients to an origin.
 *
 * @param match which requests
 * @param origin the name of the tenant's origin
 * @param priority of several routes that match, one of the greatest priority is taken
 * @param enabled whether it matches anything
 * @param access who may call it
 * @param limits how often
 * @param cache what is stored of its answers; empty if nothing is
 * @param shaping what becomes of requests and answers on the way
 * @param persistence how long and how often the origin is asked, where that is not as the origin says
 * @param options what it takes beyond what every route does
 * @param log how much of its traffic is written down request by request
 */
public record RouteDefinition(
        UUID id,
        String tenant,
        String name,
        RouteMatch match,
        String origin,
        int priority,
        boolean enabled,
        AccessConfig access,
        List<LimitConfig> limits,
        Optional<CacheDefinition> cache,
        Shaping shaping,
        PersistenceChange persistence,
        RouteOptions options,
        RouteLog log)
        implements Definition {
    private static final int MAX_PRIORITY = 1_000_000;

    static RouteDefinition read(UUID id, Section in) {
        return new RouteDefinition(
                id,
                Names.tenant(in),
                Names.name(in),
                match(in),
                Names.other(in, "origin"),
                in.integer("priority", 0, -MAX_PRIORITY, MAX_PRIORITY),
                in.flag("enabled", true),
                AccessConfig.read(in),
                LimitConfig.readAll(in, "limit"),
                in.object("cache").map(CacheDefinition::read),
                Shaping.read(in),
                PersistenceChange.read(in),
                RouteOptions.read(in),
                RouteLog.read(in));
    }

    @Override
    public Kind kind() {
        return Kind.ROUTE;
    }

    @Override
    public Map<String, String> references() {
        Map<String, String> references = new LinkedHashMap<>(Names.tenantReference(tenant));
        shaping.origins().forEach((other, pointer) -> references.put(Kind.ORIGIN.key(tenant, other), pointer));
        references.put(Kind.ORIGIN.key(tenant, origin), "/origin");
        return references;
    }

    private static RouteMatch match(Section in) {
        if (!in.has("match")) {
            in.violation("match", "is required");
        }
        return in.object("match").map(RouteMatch::read).orElseGet(() -> RouteMatch.of(PathPattern.prefix("/")));
    }
}
