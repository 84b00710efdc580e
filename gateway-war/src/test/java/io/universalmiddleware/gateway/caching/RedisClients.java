package io.universalmiddleware.gateway.caching;

import io.universalmiddleware.backends.RedisBackend;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;

/** Redis clients that are set up as the product's, but for their patience: a busy machine is no Redis that is away. */
public final class RedisClients {
    /** A read of purges waits a second for the next one; nobody waits for that read when a test is over. */
    private static final int GIVEN_UP_AFTER_MILLIS = 100;

    private RedisClients() {}

    /** A client of its own. */
    public static RedissonClient of(RedisBackend backend) {
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE);
        config.setLazyInitialization(true);
        config.setThreads(2);
        config.setNettyThreads(2);
        config.useSingleServer()
                .setAddress(backend.url())
                .setConnectionPoolSize(16)
                .setConnectionMinimumIdleSize(2)
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setConnectTimeout(30_000)
                .setTimeout(30_000)
                .setRetryAttempts(1)
                .setRetryDelay(new ConstantDelay(Duration.ofMillis(100)))
                .setPingConnectionInterval(5_000);
        return Redisson.create(config);
    }

    /** Ends a client, and what it still waits for. */
    public static void close(RedissonClient redis) {
        redis.shutdown(0, GIVEN_UP_AFTER_MILLIS, TimeUnit.MILLISECONDS);
    }
}
