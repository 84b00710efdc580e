package io.universalmiddleware.hub.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.hub.fixture.FakeTransport;
import io.universalmiddleware.hub.fixture.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes of one deployment, on one Redis. */
@WithBackends
class SeveralNodesIT {
    private static final String SUBSCRIBE = "{'subscribe':{'channel':'room','join_leave':true}}";

    private TestNode east;
    private TestNode west;

    @BeforeEach
    void start(RedisBackend redis) {
        // What is claimed is order, not speed: a busy machine may take its time.
        String[] settings = {
            "um.hub.presence-ttl",
            "15s",
            "um.hub.history-size",
            "2000",
            "um.hub.command-burst",
            "100000",
            "um.hub.redis-deadline",
            "15s"
        };
        east = TestNode.on(redis, settings);
        west = east.sibling(redis, settings);
    }

    @AfterEach
    void stop() {
        west.close();
        east.close();
    }

    @Test
    void whatIsPublishedOnEitherNodeReachesBothOnceAndInOneOrder() {
        FakeTransport ann = FakeTransport.connect(east, "acme", "ann");
        FakeTransport bob = FakeTransport.connect(west, "acme", "bob");
        ann.ask(SUBSCRIBE);
        bob.ask(SUBSCRIBE);

        CompletableFuture<Void> fromEast = CompletableFuture.runAsync(() -> publish(ann, 200));
        CompletableFuture<Void> fromWest = CompletableFuture.runAsync(() -> publish(bob, 200));
        CompletableFuture.allOf(fromEast, fromWest).join();

        List<Long> all = LongStream.rangeClosed(1, 400).boxed().toList();
        await().untilAsserted(() -> assertThat(ann.offsets()).isEqualTo(all));
        await().untilAsserted(() -> assertThat(bob.offsets()).isEqualTo(all));
    }

    @Test
    void clientsThatMoveBetweenNodesWhileMuchIsPublishedMissAndRepeatNothing() throws Exception {
        FakeTransport first = FakeTransport.connect(east, "acme", "ann");
        JsonNode begin = first.ask(SUBSCRIBE).path("subscribe");
        String epoch = begin.path("epoch").asText();
        CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 1_500; i++) {
                east.publish("acme", "room", "" + i);
            }
        });

        long seen = 0;
        FakeTransport client = first;
        for (int move = 0; move < 20; move++) {
            long before = seen;
            FakeTransport current = client;
            await().until(() -> current.offsets().stream().anyMatch(o -> o > before) || publishing.isDone());
            current.cut();
            List<Long> got = current.offsets();
            assertThat(got)
                    .isEqualTo(LongStream.rangeClosed(seen + 1, seen + got.size())
                            .boxed()
                            .toList());
            seen += got.size();
            client = FakeTransport.connect(move % 2 == 0 ? west : east, "acme", "ann");
            JsonNode back = client.ask("{'subscribe':{'channel':'room','recover':true,'offset':" + seen + ",'epoch':'"
                            + epoch + "'}}")
                    .path("subscribe");
            assertThat(back.path("recovered").asBoolean()).as(back.toString()).isTrue();
        }
        publishing.join();
        FakeTransport last = client;
        List<Long> rest = LongStream.rangeClosed(seen + 1, 1_500).boxed().toList();
        await().untilAsserted(() -> assertThat(last.offsets()).isEqualTo(rest));
    }

    @Test
    void presenceSpansNodesAndForgetsThoseOfANodeThatDied(RedisBackend redis) {
        FakeTransport ann = FakeTransport.connect(east, "acme", "ann");
        ann.ask(SUBSCRIBE);
        TestNode doomed = east.sibling(redis, "um.hub.presence-ttl", "12s");
        FakeTransport bob = FakeTransport.connect(doomed, "acme", "bob");
        bob.ask(SUBSCRIBE);
        ann.push("join", p -> p.path("info").path("user").asText().equals("bob"));
        assertThat(present(ann)).hasSize(2);

        doomed.crash();

        ann.push("leave", p -> p.path("info").path("user").asText().equals("bob"));
        assertThat(present(ann)).hasSize(1);
        await().during(Duration.ofSeconds(5))
                .atMost(Duration.ofSeconds(60))
                .until(() -> present(ann).size() == 1);
        assertThat(ann.pushes("leave")).isEqualTo(1);
        assertThat(ann.pushes("join")).isEqualTo(2);
    }

    private static JsonNode present(FakeTransport client) {
        return client.ask("{'presence':{'channel':'room'}}").path("presence").path("presence");
    }

    private static void publish(FakeTransport client, int count) {
        for (int i = 0; i < count; i++) {
            client.ask("{'publish':{'channel':'room','data':" + i + "}}");
        }
    }
}
