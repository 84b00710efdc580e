package io.universalmiddleware.gateway.gatekeeping;

import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.hub.HubKeys;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.access.Access;
import io.universalmiddleware.gateway.access.AccessConfig;
import io.universalmiddleware.gateway.access.AccessSettings;
import io.universalmiddleware.gateway.access.ApiKeyTable;
import io.universalmiddleware.gateway.access.KeyUsage;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.limiting.LimitFilter;
import io.universalmiddleware.gateway.limiting.LimitSet;
import io.universalmiddleware.gateway.limiting.LimitSettings;
import io.universalmiddleware.gateway.limiting.Limits;
import io.universalmiddleware.gateway.pool.Pool;
import io.universalmiddleware.gateway.upkeep.OriginPools;
import io.universalmiddleware.token.VerifiedTokens;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;

/**
 * The gatekeeper makes the filters that let a route's calls in: who calls, and then how often.
 *
 * <p>What it knows of callers and counts is kept over changes of the configuration. It goes to Redis only once there is a limit.
 */
@ApplicationScoped
public class Gatekeeper {
    private Settings settings;
    private Instance<RedissonClient> redis;
    private Clock clock;
    private MeterRegistry meters;
    private KeyUsage usage;
    private Access access;
    private @Nullable Limits limits;
    private volatile IntSupplier liveNodes = () -> 1;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Gatekeeper() {}

    @Inject
    public Gatekeeper(
            Settings settings,
            Instance<RedissonClient> redis,
            OriginPools origins,
            VerifiedTokens tokens,
            Clock clock,
            MeterRegistry meters) {
        this.settings = settings;
        this.redis = redis;
        this.clock = clock;
        this.meters = meters;
        usage = new KeyUsage(clock);
        access = new Access(AccessSettings.from(settings), tokens, origins.keySets(), usage, clock);
    }

    /** Says how many nodes are alive, this one among them: what a limit is divided by while Redis is away. */
    public void liveNodes(IntSupplier alive) {
        liveNodes = alive;
    }

    /** The uses of API keys on this node. */
    public KeyUsage usage() {
        return usage;
    }

    /** The filter that finds out who calls a route, and whether they may. */
    public Filter access(AccessConfig config, String tenant, ApiKeyTable keys) {
        return access.filter(config, tenant, keys);
    }

    /** The filter that holds a route's calls to their limits; none if there are no limits. @param byPool those of calls to origins that have some of their own */
    public List<Filter> limits(LimitSet everywhere, Map<Pool, LimitSet> byPool) {
        return everywhere.isEmpty() && byPool.isEmpty()
                ? List.of()
                : List.of(new LimitFilter(
                        limits(),
                        everywhere,
                        byPool,
                        LimitSettings.from(settings).draft()));
    }

    private synchronized Limits limits() {
        Limits made = limits;
        if (made == null) {
            made = new Limits(
                    redis.get(),
                    HubKeys.from(settings).prefix(),
                    LimitSettings.from(settings).bound(),
                    () -> liveNodes.getAsInt(),
                    clock,
                    meters);
            made.start();
            limits = made;
        }
        return made;
    }

    @PreDestroy
    synchronized void stop() {
        if (limits != null) {
            limits.close();
        }
    }
}
