package io.universalmiddleware.runtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.settings.Settings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.redisson.config.Config;

class RedisProducerTest {
    @Test
    void takesAddressDatabaseAndCredentialsFromTheUrl() {
        Config config =
                config(Map.of("um.redis.url", "redis://app:s3cret@cache.example:6380/2", "um.redis.timeout", "250ms"));

        assertThat(config.useSingleServer().getAddress()).isEqualTo("redis://cache.example:6380");
        assertThat(config.useSingleServer().getDatabase()).isEqualTo(2);
        assertThat(config.useSingleServer().getUsername()).isEqualTo("app");
        assertThat(config.useSingleServer().getPassword()).isEqualTo("s3cret");
        assertThat(config.useSingleServer().getTimeout()).isEqualTo(250);
    }

    @Test
    void needsNeitherPortNorUser() {
        Config config = config(Map.of("um.redis.url", "redis://:pw@localhost"));

        assertThat(config.useSingleServer().getAddress()).isEqualTo("redis://localhost:6379");
        assertThat(config.useSingleServer().getUsername()).isNull();
        assertThat(config.useSingleServer().getPassword()).isEqualTo("pw");
    }

    @Test
    void connectsOnFirstUse() {
        assertThat(config(Map.of()).isLazyInitialization()).isTrue();
    }

    private static Config config(Map<String, String> settings) {
        return RedisProducer.config(new Settings(key -> Optional.ofNullable(settings.get(key))));
    }
}
