package io.universalmiddleware.runtime.redis;

import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.runtime.settings.PlatformSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.SingleServerConfig;

/**
 * Gives the Redis client. It connects on first use, so that a process boots with Redis away and a role without Redis
 * opens no connection.
 */
@ApplicationScoped
public class RedisProducer {

    @Produces
    @ApplicationScoped
    RedissonClient redis(Settings settings) {
        return Redisson.create(config(settings));
    }

    void close(@Disposes RedissonClient redis) {
        redis.shutdown(0, 2, TimeUnit.SECONDS);
    }

    static Config config(Settings settings) {
        URI url = settings.get(PlatformSettings.REDIS_URL);
        int connections = settings.get(PlatformSettings.REDIS_CONNECTIONS);
        int timeout =
                Math.toIntExact(settings.get(PlatformSettings.REDIS_TIMEOUT).toMillis());
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE);
        config.setLazyInitialization(true);
        config.setThreads(4);
        config.setNettyThreads(4);
        SingleServerConfig server = config.useSingleServer()
                .setAddress(url.getScheme() + "://" + url.getHost() + ':' + (url.getPort() < 0 ? 6379 : url.getPort()))
                .setDatabase(database(url))
                .setConnectionPoolSize(connections)
                .setConnectionMinimumIdleSize(Math.min(2, connections))
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setConnectTimeout(timeout)
                .setTimeout(timeout)
                .setRetryAttempts(1)
                .setRetryDelay(new ConstantDelay(java.time.Duration.ofMillis(100)))
                .setPingConnectionInterval(5_000);
        credentials(server, url);
        return config;
    }

    private static int database(URI url) {
        String path = url.getPath();
        return path == null || path.length() < 2 ? 0 : Integer.parseInt(path.substring(1));
    }

    private static void credentials(SingleServerConfig server, URI url) {
        String user = url.getUserInfo();
        if (user == null) {
            return;
        }
        int colon = user.indexOf(':');
        server.setPassword(user.substring(colon + 1));
        if (colon > 0) {
            server.setUsername(user.substring(0, colon));
        }
    }
}
