package io.universalmiddleware.product.faults;

import java.util.Map;
import java.util.Optional;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** Redis's copies of view rows, read behind the platform's back. */
final class RedisCopies implements AutoCloseable {
    private final RedissonClient redis;

    /** @param body JSON as it stands there */
    record Copy(String version, String body) {}

    RedisCopies(String url) {
        Config config = new Config();
        config.useSingleServer().setAddress(url).setConnectionMinimumIdleSize(1).setConnectionPoolSize(2);
        redis = Redisson.create(config);
    }

    /** @param row {@code {tenant}/{view}/{key}} */
    Optional<Copy> of(String row) {
        Map<String, String> copy =
                redis.<String, String>getMap("um:view:" + row, StringCodec.INSTANCE).readAllMap();
        return copy.containsKey("b") ? Optional.of(new Copy(copy.get("v"), copy.get("b"))) : Optional.empty();
    }

    /** Forgets everything (FLUSHALL). */
    void flushAll() {
        redis.getKeys().flushall();
    }

    @Override
    public void close() {
        redis.shutdown();
    }
}
