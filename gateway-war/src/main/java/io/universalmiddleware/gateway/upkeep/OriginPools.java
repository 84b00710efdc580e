package io.universalmiddleware.gateway.upkeep;

import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.access.KeySetFetch;
import io.universalmiddleware.gateway.network.AddressGuard;
import io.universalmiddleware.gateway.network.AllowedNetworks;
import io.universalmiddleware.gateway.network.NameServers;
import io.universalmiddleware.gateway.pool.Pools;
import io.universalmiddleware.gateway.pool.Surroundings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import org.redisson.api.RedissonClient;

/** The origins' pools of this process, kept current from the first time that somebody asks for them. */
@ApplicationScoped
public class OriginPools {
    private AddressGuard guard;
    private RedisRegistry registry;
    private Upkeep upkeep;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected OriginPools() {}

    @Inject
    public OriginPools(Settings settings, Instance<RedissonClient> redis, MeterRegistry meters, Clock clock) {
        guard = new AddressGuard(settings.get(AllowedNetworks.SETTING));
        registry = new RedisRegistry(redis::get, settings.get(Heartbeat.PREFIX));
        upkeep = new Upkeep(guard, settings.get(NameServers.SETTING), registry, meters, Surroundings.real(clock));
        upkeep.start();
    }

    public Pools pools() {
        return upkeep.pools();
    }

    /** What keeps origins and webhooks out of the house. */
    public AddressGuard guard() {
        return guard;
    }

    /** Fetches the key sets of issuers, past the same guard. */
    public KeySetFetch keySets() {
        return upkeep.keySets();
    }

    @PreDestroy
    void stop() {
        upkeep.close();
        registry.close();
    }
}
