package io.universalmiddleware.hub.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.hub.fixture.FakeTransport;
import io.universalmiddleware.hub.fixture.TestNode;
import io.universalmiddleware.hub.protocol.Disconnect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@WithBackends
class ReconnectStormIT {
    private static final int CLIENTS = 5_000;
    private static final int ROWS = 500;

    @Test
    void fiveThousandClientsOfANodeThatStopsGoOnAtAnotherWithinHalfAMinute(RedisBackend redis) {
        TestNode stopping = TestNode.on(redis);
        TestNode staying = stopping.sibling(redis);
        List<FakeTransport> clients = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        List<String> epochs = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            tokens.add(stopping.tokens().of("acme", "user" + i));
            clients.add(FakeTransport.connect(stopping, tokens.get(i)));
        }
        for (int i = 0; i < CLIENTS; i++) {
            epochs.add(clients.get(i)
                    .ask("{'subscribe':{'channel':'" + row(i) + "'}}")
                    .path("subscribe")
                    .path("epoch")
                    .asText());
        }

        stopping.hub().refuseNew();
        assertThat(stopping.hub().shed(CLIENTS)).isZero();
        assertThat(clients).allMatch(c -> c.closed() == Disconnect.SHUTDOWN);
        for (int r = 0; r < ROWS; r++) {
            staying.publish("acme", row(r), "" + r);
        }

        Instant begin = Instant.now();
        List<FakeTransport> back = new ArrayList<>();
        List<Integer> asked = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            FakeTransport client = FakeTransport.connect(staying, tokens.get(i));
            back.add(client);
            asked.add(client.begin(
                    "{'subscribe':{'channel':'" + row(i) + "','recover':true,'epoch':'" + epochs.get(i) + "'}}"));
        }
        for (int i = 0; i < CLIENTS; i++) {
            JsonNode subscribed = back.get(i).reply(asked.get(i)).path("subscribe");
            assertThat(subscribed.path("recovered").asBoolean()).isTrue();
            assertThat(back.get(i).offsets()).containsExactly(1L);
        }

        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(30));
        staying.close();
        stopping.close();
    }

    private static String row(int client) {
        return "progress:" + client % ROWS;
    }
}
