package io.universalmiddleware.hub.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.hub.fixture.CuttableProxy;
import io.universalmiddleware.hub.fixture.FakeTransport;
import io.universalmiddleware.hub.fixture.TestNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one Redis, of which one loses its way there. */
@WithBackends
class PartitionIT {
    private static final String SUBSCRIBE = "{'subscribe':{'channel':'room'}}";
    private static final Duration LONG = Duration.ofSeconds(40);

    private CuttableProxy link;
    private TestNode east;
    private TestNode west;

    @BeforeEach
    void start(RedisBackend redis) throws Exception {
        // These clients answer no pings, and the clock is put forward.
        String[] settings = {
            "um.hub.history-size", "10",
            "um.hub.redis-deadline", "1s",
            "um.hub.stale-after", "20s",
            "um.hub.ping-interval", "10m"
        };
        link = new CuttableProxy(URI.create(redis.url()));
        east = TestNode.on(redis, settings);
        west = east.sibling(link.address().toString(), settings);
    }

    @AfterEach
    void stop() throws Exception {
        link.heal();
        link.flow();
        west.close();
        east.close();
        link.close();
    }

    @Test
    void aNodeThatWasCutOffFillsTheGapAndTheOtherDoesNotNotice() {
        FakeTransport ann = subscribed(east);
        FakeTransport bob = subscribed(west);

        link.cut();
        publish(1, 5);
        ann.push("pub", p -> p.path("offset").asLong() == 5);
        link.heal();
        answers(bob);

        await().atMost(LONG).until(() -> {
            east.clock().advance(Duration.ofSeconds(1));
            return bob.offsets().contains(5L);
        });
        publish(6, 7);
        bob.push("pub", p -> p.path("offset").asLong() == 7);
        assertThat(bob.offsets()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(ann.offsets()).isEqualTo(bob.offsets());
        assertThat(bob.pushes("unsubscribe")).isZero();
    }

    @Test
    void aCutOffLongerThanHistoryIsToldAsAGap() {
        FakeTransport bob = subscribed(west);

        link.cut();
        publish(1, 15);
        link.heal();

        await().atMost(LONG).until(() -> {
            east.clock().advance(Duration.ofSeconds(1));
            return bob.pushes("unsubscribe") == 1;
        });
        assertThat(bob.push("unsubscribe", p -> true).path("code").asInt()).isEqualTo(2500);
        assertThat(bob.offsets()).isEmpty();
        assertThat(bob.ask(SUBSCRIBE).path("subscribe").path("offset").asLong()).isEqualTo(15);
    }

    @Test
    void whileNobodyAnswersSubscribersAreToldThatTheyMayBeMissingSomethingAndGoOnAfterwards() {
        FakeTransport bob = subscribed(west);
        publish(1, 1);
        bob.push("pub", p -> true);
        String epoch = epoch();

        link.stall();
        publish(2, 4);
        await().atMost(LONG).until(() -> {
            east.clock().advance(Duration.ofSeconds(1));
            return bob.pushes("unsubscribe") == 1;
        });
        assertThat(bob.offsets()).containsExactly(1L);
        JsonNode early = bob.ask(recover(epoch));
        assertThat(early.path("error").path("code").asInt()).isEqualTo(100);
        assertThat(early.path("error").path("temporary").asBoolean()).isTrue();
        link.flow();

        await().atMost(LONG)
                .until(() -> bob.ask(recover(epoch))
                        .path("subscribe")
                        .path("recovered")
                        .asBoolean());
        assertThat(bob.offsets()).isEqualTo(List.of(1L, 2L, 3L, 4L));
        assertThat(bob.closed()).isNull();
    }

    private String epoch() {
        return subscribed(FakeTransport.connect(east, "acme", "eve"))
                .path("epoch")
                .asText();
    }

    private static FakeTransport subscribed(TestNode node) {
        FakeTransport client = FakeTransport.connect(node, "acme", "ann");
        subscribed(client);
        return client;
    }

    /** Asks again as long as Redis, which has little time here, is too slow. */
    private static JsonNode subscribed(FakeTransport client) {
        return await().atMost(LONG)
                .until(() -> client.ask(SUBSCRIBE), reply -> reply.has("subscribe"))
                .path("subscribe");
    }

    /** Waits until the client's node reaches Redis, while its clock is not put forward. */
    private static void answers(FakeTransport client) {
        await().atMost(LONG)
                .until(() -> client.ask("{'presence_stats':{'channel':'room'}}").has("presence_stats"));
    }

    private void publish(int from, int to) {
        IntStream.rangeClosed(from, to).forEach(i -> east.publish("acme", "room", "" + i));
    }

    private static String recover(String epoch) {
        return "{'subscribe':{'channel':'room','recover':true,'offset':1,'epoch':'" + epoch + "'}}";
    }
}
