package io.universalmiddleware.gateway.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.gateway.upkeep.Heartbeat.Announced;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

@WithBackends
class RedisRegistryIT {
    private static final URI HERE = URI.create("http://10.0.0.5:8080");
    private static final URI THERE = URI.create("https://10.0.0.6:8443");

    private RedissonClient client;
    private RedisRegistry registry;
    private String prefix;

    @BeforeEach
    void start(RedisBackend redis) {
        Config config = new Config();
        config.useSingleServer()
                .setAddress(redis.url())
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(4);
        client = Redisson.create(config);
        prefix = redis.keyPrefix();
        registry = new RedisRegistry(() -> client, prefix);
    }

    @AfterEach
    void stop() {
        registry.close();
        client.shutdown();
    }

    @Test
    void whoAnnouncesItselfIsThereAndWhoWithdrawsIsNot() {
        assertThat(instances()).isEmpty();
        try (Heartbeat beating =
                new Heartbeat(registry, List.of(new Announced("shop", HERE), new Announced("shop", THERE)))) {
            beating.start();
            await().untilAsserted(() -> assertThat(instances()).containsExactlyInAnyOrder(HERE, THERE));
        }
        assertThat(instances()).isEmpty();
    }

    @Test
    void whoSaysNothingForItsTimeIsGone() {
        for (URI each : List.of(HERE, THERE)) {
            registry.announce("shop", each, Duration.ofMinutes(10))
                    .toCompletableFuture()
                    .join();
        }
        assertThat(instances()).containsExactlyInAnyOrder(HERE, THERE);
        registry.announce("shop", HERE, Duration.ofSeconds(1))
                .toCompletableFuture()
                .join();

        await().untilAsserted(() -> assertThat(instances()).containsExactly(THERE));
    }

    @Test
    void anotherServiceAndNonsenseAreNotAmongThem() {
        registry.announce("other", HERE, Duration.ofSeconds(60))
                .toCompletableFuture()
                .join();
        client.getScoredSortedSet(prefix + "shop", StringCodec.INSTANCE).add(9e9, "http://[oops");

        assertThat(instances()).isEmpty();
    }

    @Test
    void whatIsToBeAnnouncedIsChecked() {
        assertThat(Heartbeat.ANNOUNCE.parse().apply("shop=http://10.0.0.5:8080, other=https://a.example"))
                .hasSize(2);
        for (String wrong :
                List.of("shop", "=http://a", "shop=a", "shop=file:///etc", "sh op=http://a", "shop=http://")) {
            assertThatThrownBy(() -> Heartbeat.ANNOUNCE.parse().apply(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private List<URI> instances() {
        return registry.instances("shop").toCompletableFuture().join();
    }
}
