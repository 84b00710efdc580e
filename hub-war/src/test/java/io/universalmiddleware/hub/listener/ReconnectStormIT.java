package io.universalmiddleware.hub.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.hub.connection.Drain;
import io.universalmiddleware.hub.crowd.Crowd;
import io.universalmiddleware.hub.crowd.LeanClient;
import io.universalmiddleware.hub.fixture.FakeTransport;
import io.universalmiddleware.hub.fixture.ListeningNode;
import io.universalmiddleware.hub.fixture.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many real clients that lose their connections together. */
@WithBackends
class ReconnectStormIT {
    private static final int ROWS = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private ListeningNode east;
    private ListeningNode west;
    private Crowd crowd;

    @BeforeEach
    void start(RedisBackend redis) {
        String[] settings = {"um.hub.redis-deadline", "15s", "um.hub.presence-max", "10000"};
        TestNode first = TestNode.on(redis, settings);
        east = new ListeningNode(first);
        west = new ListeningNode(first.sibling(redis, settings));
        crowd = new Crowd(1, 2_000);
    }

    @AfterEach
    void stop() {
        crowd.close();
        west.close();
        east.close();
    }

    @Test
    void twoThousandClientsCutAtOnceComeBackAndMissNothing() {
        gather(2_000, List.of(east));
        publishToAll(1);

        crowd.cut();
        publishToAll(2);
        await().atMost(PATIENCE).until(() -> crowd.tally().recoveries() == 2_000 && crowd.live() == 2_000);

        publishToAll(3);
        await().untilAsserted(() -> assertThat(crowd.tally().publications()).isEqualTo(3 * 2_000));
        assertNothingWasMissed();
    }

    @Test
    void clientsOfANodeThatStopsGoOnAtTheOtherWhileMuchIsPublished() {
        gather(1_000, List.of(east, west));
        AtomicBoolean publishing = new AtomicBoolean(true);
        CompletableFuture<Integer> rounds = CompletableFuture.supplyAsync(() -> {
            int round = 0;
            while (publishing.get()) {
                publishToAll(++round);
            }
            return round;
        });

        CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(
                () -> new Drain(east.node().hub(), Duration.ofSeconds(15), Duration.ofMinutes(2)).run());
        // Not all at once: while some are at the other node already, others have yet to be told.
        await().atMost(PATIENCE).until(() -> crowd.tally().recoveries() > 100);
        assertThat(drained).isNotDone();
        assertThat(drained.join()).isTrue();
        await().atMost(PATIENCE)
                .until(() -> crowd.live() == 1_000 && crowd.tally().recoveries() >= 1_000);
        publishing.set(false);

        long all = rounds.join() * 1_000L;
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(crowd.tally().publications()).isEqualTo(all));
        assertNothingWasMissed();
        assertThat(crowd.clients()).extracting(LeanClient::closeCode).containsOnly(3001);
        assertThat(present(0)).isEqualTo(1_000 / ROWS);
    }

    private void gather(int count, List<ListeningNode> nodes) {
        String token = east.node().tokens().of("acme", "ann");
        for (int i = 0; i < count; i++) {
            crowd.join(nodes.stream().map(ListeningNode::address).toList(), token, "progress:" + i % ROWS);
        }
        await().atMost(PATIENCE).until(() -> crowd.live() == count);
    }

    private void publishToAll(int round) {
        for (int row = 0; row < ROWS; row++) {
            west.node().publish("acme", "progress:" + row, "{\"n\":" + round + "}");
        }
    }

    private int present(int row) {
        return FakeTransport.connect(west.node(), "acme", "observer")
                .ask("{'presence_stats':{'channel':'progress:" + row + "'}}")
                .path("presence_stats")
                .path("num_clients")
                .asInt();
    }

    private void assertNothingWasMissed() {
        assertThat(crowd.tally().silentGaps()).as("silent gaps").isZero();
        assertThat(crowd.tally().toldOfGaps()).as("told gaps").isZero();
        assertThat(crowd.tally().repeated()).as("repeated").isZero();
    }
}
