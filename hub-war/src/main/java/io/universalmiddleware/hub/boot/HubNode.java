package io.universalmiddleware.hub.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.hub.HubKeys;
import io.universalmiddleware.contracts.hub.HubRetention;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.hub.channel.ChannelStore;
import io.universalmiddleware.hub.channel.Channels;
import io.universalmiddleware.hub.channel.Presence;
import io.universalmiddleware.hub.channel.Redis;
import io.universalmiddleware.hub.connection.Hub;
import io.universalmiddleware.hub.connection.Permissions;
import io.universalmiddleware.hub.metrics.HubMetrics;
import io.universalmiddleware.hub.settings.HubSettings;
import io.universalmiddleware.token.VerifiedTokens;
import java.time.Clock;
import org.redisson.api.RedissonClient;

/**
 * A hub node is a hub put together from its configuration and its surroundings.
 *
 * @param hub without listeners
 * @param redis to be probed now and then, the first time before any use
 */
public record HubNode(Hub hub, Redis redis) {

    public static HubNode assemble(
            HubSettings settings,
            HubKeys keys,
            HubRetention retention,
            VerifiedTokens tokens,
            Permissions permissions,
            RedissonClient client,
            MeterRegistry registry,
            Spans spans,
            Clock clock) {
        Redis redis = new Redis(client, settings.redisDeadline());
        HubMetrics metrics = new HubMetrics(registry);
        ChannelStore store = new ChannelStore(redis, keys, retention);
        Presence presence = new Presence(redis, keys, settings.presenceLife(), settings.presenceMost());
        Channels channels = new Channels(
                redis,
                keys,
                store,
                presence,
                metrics,
                spans,
                clock,
                settings.limits().mostHistoryBytes(),
                settings.mostStale());
        Hub hub = new Hub(channels, store, presence, tokens, permissions, settings.limits(), metrics, clock);
        tokens.onRevocation(hub::endRevoked);
        return new HubNode(hub, redis);
    }
}
