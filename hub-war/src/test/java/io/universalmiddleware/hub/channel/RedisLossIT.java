package io.universalmiddleware.hub.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.hub.fixture.FakeTransport;
import io.universalmiddleware.hub.fixture.TestNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithBackends
class RedisLossIT {
    private static final String SUBSCRIBE = "{'subscribe':{'channel':'room'}}";
    private static final Duration LONG = Duration.ofSeconds(40);

    private TestNode node;

    @BeforeEach
    void start(RedisBackend redis) {
        // These clients answer no pings, and the clock is put forward; that nobody hears of Redis is not what is
        // tested.
        node = TestNode.on(
                redis,
                "um.hub.redis-deadline",
                "1s",
                "um.hub.presence-ttl",
                "3s",
                "um.hub.ping-interval",
                "10m",
                "um.hub.stale-after",
                "1h");
    }

    @AfterEach
    void stop(RedisBackend redis) {
        redis.start();
        node.close();
    }

    @Test
    void aRestartOfRedisIsToldAsAGapAndLifeGoesOn(RedisBackend redis) {
        FakeTransport client = FakeTransport.connect(node, "acme", "ann");
        JsonNode begin = subscribed(client);
        node.publish("acme", "room", "1");
        client.push("pub", p -> true);

        redis.kill();
        JsonNode failed = client.ask("{'publish':{'channel':'room','data':1}}").path("error");
        assertThat(failed.path("code").asInt()).isEqualTo(100);
        assertThat(failed.path("temporary").asBoolean()).isTrue();
        assertThat(client.ask("{'subscribe':{'channel':'other'}}")
                        .path("error")
                        .path("code")
                        .asInt())
                .isEqualTo(100);
        assertThat(client.closed()).isNull();
        redis.start();

        node.clock().advance(Duration.ofSeconds(20));
        await().atMost(LONG).until(() -> client.pushes("unsubscribe") == 1);
        assertThat(client.push("unsubscribe", p -> true).path("code").asInt()).isEqualTo(2500);
        JsonNode back = client.ask("{'subscribe':{'channel':'room','recover':true,'offset':1,'epoch':'"
                        + begin.path("epoch").asText() + "'}}")
                .path("subscribe");
        assertThat(back.path("was_recovering").asBoolean()).isTrue();
        assertThat(back.path("recovered").asBoolean()).isFalse();
        await().atMost(LONG).until(() -> {
            client.ask("{'publish':{'channel':'room','data':2}}");
            return client.pushes("pub") > 1;
        });
    }

    @Test
    void aNodeThatStartedWithRedisAwayAnswersEachCommandAndServesTheChannelLater(RedisBackend redis) {
        redis.kill();
        try (TestNode late = node.sibling(redis, "um.hub.redis-deadline", "1s")) {
            FakeTransport client = FakeTransport.connect(late, "acme", "ann");
            for (int i = 0; i < 3; i++) {
                JsonNode error = client.ask(SUBSCRIBE).path("error");
                assertThat(error.path("code").asInt()).isEqualTo(100);
                assertThat(error.path("temporary").asBoolean()).isTrue();
            }
            redis.start();

            await().atMost(LONG).until(() -> {
                late.probe();
                return client.ask(SUBSCRIBE).has("subscribe");
            });
            await().atMost(LONG).until(() -> {
                client.ask("{'publish':{'channel':'room','data':1}}");
                return client.pushes("pub") > 0;
            });
        }
    }

    @Test
    void aHaltOfRedisLosesNothing(RedisBackend redis) {
        FakeTransport client = FakeTransport.connect(node, "acme", "ann");
        subscribed(client);
        node.publish("acme", "room", "1");
        client.push("pub", p -> true);

        redis.pause();
        assertThat(client.ask("{'publish':{'channel':'room','data':1}}")
                        .path("error")
                        .path("code")
                        .asInt())
                .isEqualTo(100);
        redis.resume();

        await().atMost(LONG).until(() -> {
            client.ask("{'publish':{'channel':'room','data':2}}");
            return client.offsets().size() > 2;
        });
        assertThat(client.offsets()).doesNotHaveDuplicates().isSorted().startsWith(1L, 2L, 3L);
    }

    @Test
    void aFlushIsNoticedWithoutAnyPublication() {
        FakeTransport client = FakeTransport.connect(node, "acme", "ann");
        subscribed(client);
        node.publish("acme", "room", "1");
        client.push("pub", p -> true);

        node.forget("acme", "room");
        await().atMost(LONG).until(() -> {
            node.clock().advance(Duration.ofSeconds(1));
            return client.pushes("unsubscribe") == 1;
        });

        assertThat(node.registry().get("um_hub_state_lost").counter().count()).isEqualTo(1);
    }

    @Test
    void aMessageThatGotLostIsFetchedFromHistory() {
        FakeTransport client = FakeTransport.connect(node, "acme", "ann");
        subscribed(client);
        node.publish("acme", "room", "1");
        client.push("pub", p -> true);

        node.publishUnheard("acme", "room", "2");
        node.publishUnheard("acme", "room", "3");
        node.publish("acme", "room", "4");
        client.push("pub", p -> p.path("data").asInt() == 4);
        node.publishUnheard("acme", "room", "5");
        await().atMost(LONG).until(() -> {
            node.clock().advance(Duration.ofSeconds(1));
            return client.offsets().contains(5L);
        });

        assertThat(client.offsets()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(client.pushes("unsubscribe")).isZero();
    }

    @Test
    void presenceComesBackAfterAFlush() {
        FakeTransport client = FakeTransport.connect(node, "acme", "ann");
        subscribed(client);
        node.forgetPresence("acme", "room");

        await().atMost(LONG).until(() -> {
            node.clock().advance(Duration.ofSeconds(1));
            return client.ask("{'presence_stats':{'channel':'room'}}")
                            .path("presence_stats")
                            .path("num_clients")
                            .asInt()
                    == 1;
        });
    }

    /** Asks again as long as Redis, which has little time here, is too slow. */
    private static JsonNode subscribed(FakeTransport client) {
        return await().atMost(LONG)
                .until(() -> client.ask(SUBSCRIBE), reply -> reply.has("subscribe"))
                .path("subscribe");
    }
}
