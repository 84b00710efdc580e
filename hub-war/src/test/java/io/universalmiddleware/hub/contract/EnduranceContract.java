package io.universalmiddleware.hub.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.hub.fixture.RawClient;
import io.universalmiddleware.hub.fixture.StuckReader;
import io.universalmiddleware.hub.fixture.TestNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of clients that are silent, slow, hostile or held too long: seen with the clock and the meters of the node. */
public interface EnduranceContract extends HubClients {

    TestNode node();

    @Test
    default void bytesThatAreNoFramesEndTheirConnectionAndNoOther() throws Exception {
        Map<String, byte[]> hostile = Map.of(
                "unmasked", new byte[] {(byte) 0x81, 2, '{', '}'},
                "reserved bit", new byte[] {(byte) 0xC1, (byte) 0x82, 0, 0, 0, 0, '{', '}'},
                "reserved opcode", new byte[] {(byte) 0x83, (byte) 0x82, 0, 0, 0, 0, '{', '}'},
                "endless length", new byte[] {(byte) 0x81, (byte) 0xFF, 0x7F, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0},
                "negative length", new byte[] {(byte) 0x81, (byte) 0xFF, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0},
                "continuation of nothing", new byte[] {(byte) 0x80, (byte) 0x82, 0, 0, 0, 0, '{', '}'},
                "no UTF-8", new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, (byte) 0xC3, 0x28},
                "fragmented ping", new byte[] {0x09, (byte) 0x80, 0, 0, 0, 0});
        try (RawClient good = connect("acme", "ann")) {
            for (Map.Entry<String, byte[]> bytes : hostile.entrySet()) {
                try (StuckReader client = new StuckReader(hub().address())) {
                    await().until(() ->
                            node().registry().get("um_hub_connections").gauge().value() == 2);
                    client.send(bytes.getValue());
                    // A container that waits for the rest of a frame is cut short by the connect timeout.
                    node().clock().advance(Duration.ofSeconds(11));
                    assertThat(client.isEnded()).as(bytes.getKey()).isTrue();
                }
                await().until(() ->
                        node().registry().get("um_hub_connections").gauge().value() == 1);
            }
            try (StuckReader half = new StuckReader(hub().address())) {
                half.send((byte) 0x81, (byte) 0xFE, (byte) 1);
            }

            await().untilAsserted(() -> assertThat(
                            node().registry().get("um_hub_connections").gauge().value())
                    .isEqualTo(1));
            assertThat(good.ask("{'ping':{}}").has("ping")).isTrue();
        }
    }

    @Test
    default void aTokenIsRefreshedInTheConnectionOrTheConnectionEnds() {
        try (RawClient ann = RawClient.connect(hub().address(), hub().token("acme", "ann", Duration.ofMinutes(1)));
                RawClient bob = RawClient.connect(hub().address(), hub().token("acme", "bob", Duration.ofMinutes(1)))) {
            node().clock().advance(Duration.ofSeconds(15));
            assertThat(ann.ask("{'refresh':{'token':'" + token("acme", "ann") + "'}}")
                            .path("refresh")
                            .path("ttl")
                            .asInt())
                    .isGreaterThan(3_500);
            for (int i = 0; i < 4; i++) {
                int pings = pings(ann);
                node().clock().advance(Duration.ofSeconds(26));
                await().until(() -> pings(ann) > pings);
            }

            assertThat(bob.closeCode()).isEqualTo(3005);
            assertThat(ann.ask("{'ping':{}}").has("ping")).isTrue();
            ann.send("{'id':99,'refresh':{'token':'" + token("acme", "bob") + "'}}");
            assertThat(ann.closeCode()).isEqualTo(3500);
        }
    }

    @Test
    default void aClientThatDoesNotAnswerPingsOrNeverConnectsIsClosed() {
        try (RawClient silent = connect("acme", "ann");
                RawClient alive = connect("acme", "bob");
                RawClient stale = RawClient.open(hub().address())) {
            silent.playDead();
            await().until(() ->
                    node().registry().get("um_hub_connections").gauge().value() == 3);
            node().clock().advance(Duration.ofSeconds(26));
            await().until(() -> pings(silent) == 1 && pings(alive) == 1);
            assertThat(stale.closeCode()).isEqualTo(3502);

            assertThat(alive.ask("{'ping':{}}").has("ping"))
                    .as("its pong came before")
                    .isTrue();
            node().clock().advance(node().hub().limits().pongWithin().plusSeconds(1));

            assertThat(silent.closeCode()).isEqualTo(3012);
            assertThat(alive.ask("{'ping':{}}").has("ping")).isTrue();
        }
    }

    @Test
    default void aStoppingHubSendsItsClientsElsewhere() {
        try (RawClient client = connect("acme", "ann")) {
            node().hub().refuseNew();

            assertThat(node().hub().shed(10)).isZero();

            assertThat(client.closeCode()).isEqualTo(3001);
        }
    }

    @Test
    default void aClientThatStopsReadingIsClosedAndHoldsUpNobody() throws Exception {
        String token = token("acme", "ann");
        try (RawClient good = connect("acme", "bob");
                StuckReader stuck = new StuckReader(
                        hub().address(),
                        "{'id':1,'connect':{'token':'" + token + "'}}",
                        "{'id':2,'subscribe':{'channel':'progress:big'}}")) {
            good.ask("{'subscribe':{'channel':'progress:big'}}");
            await().until(() ->
                    node().registry().get("um_hub_subscriptions").gauge().value() == 2);
            String data = "\"" + "x".repeat(50_000) + "\"";

            for (int i = 1; i <= 300; i++) {
                long offset = publish("progress:big", data);
                if (offset % 10 == 0) {
                    // The good reader is not asked to take more at once than its queue holds.
                    good.push("pub", p -> p.path("offset").asLong() == offset);
                }
            }

            good.push("pub", p -> p.path("offset").asLong() == 300);
            assertThat(good.offsets("progress:big")).hasSize(300).doesNotHaveDuplicates();
            await().until(() ->
                    node().registry().get("um_hub_connections").gauge().value() == 1);
            assertThat(node().registry()
                            .get("um_hub_closes")
                            .tag("reason", "slow")
                            .counter()
                            .count())
                    .isEqualTo(1);
            await().until(stuck::isEnded);
        }
    }

    private static int pings(RawClient client) {
        return (int) client.frames().stream()
                .flatMap(String::lines)
                .filter("{}"::equals)
                .count();
    }
}
