package io.universalmiddleware.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.hub.HubKeys;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.caching.CachingSettings;
import io.universalmiddleware.gateway.caching.EdgeCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.redisson.api.RedissonClient;

/** Gives the edge's cache of this process; it follows purges from the first time that somebody asks for it. */
@ApplicationScoped
public class EdgeCaches {

    @Produces
    @Singleton
    EdgeCache cache(Settings settings, RedissonClient redis, MeterRegistry meters, Clock clock) {
        EdgeCache cache = new EdgeCache(
                CachingSettings.from(settings), redis, HubKeys.from(settings).prefix(), meters, clock);
        cache.start(Thread::new);
        return cache;
    }

    void close(@Disposes EdgeCache cache) {
        cache.close();
    }
}
