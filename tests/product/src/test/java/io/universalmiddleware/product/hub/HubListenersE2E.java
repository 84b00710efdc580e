package io.universalmiddleware.product.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The hub says the same through the edge, on its own listener, and on the application server's WebSocket endpoint. */
@BootedProduct
class HubListenersE2E {
    private final Product product;
    private final String tenant;

    /** Where one can connect. */
    enum Door {
        EDGE,
        HUB,
        APPLICATION_SERVER
    }

    HubListenersE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
    }

    @ParameterizedTest
    @EnumSource
    void connectsSubscribesPublishesAndCountsPresence(Door door) {
        try (Frames ann = connected(door, "ann");
                Frames bob = connected(Door.HUB, "bob")) {
            JsonNode subscribed =
                    ann.ask("'subscribe':{'channel':'room','recoverable':true}").path("subscribe");
            assertThat(subscribed.path("epoch").asText()).isNotBlank();
            bob.ask("'subscribe':{'channel':'room'}");

            bob.ask("'publish':{'channel':'room','data':{'n':1}}");

            JsonNode push = ann.push("pub");
            assertThat(push.path("data").path("n").asInt()).isEqualTo(1);
            assertThat(push.path("offset").asLong()).isEqualTo(1);
            assertThat(push.path("info").path("user").asText()).isEqualTo("bob");
            assertThat(ann.ask("'presence':{'channel':'room'}").path("presence").path("presence"))
                    .hasSize(2);
            assertThat(ann.ask("'presence_stats':{'channel':'room'}")
                            .path("presence_stats")
                            .path("num_users")
                            .asInt())
                    .isEqualTo(2);
            ann.ask("'unsubscribe':{'channel':'room'}");
            bob.ask("'publish':{'channel':'room','data':{'n':2}}");
            bob.ask("'ping':{}");
            assertThat(ann.heard().stream().filter(reply -> reply.path("push").has("pub")))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void recoversByEpochAndOffsetOrSaysThatItCannot(Door door) {
        try (Frames first = connected(door, "ann")) {
            String epoch = first.ask("'subscribe':{'channel':'room'}")
                    .path("subscribe")
                    .path("epoch")
                    .asText();
            first.close();
            try (Frames publisher = connected(door, "bob")) {
                for (int i = 1; i <= 5; i++) {
                    publisher.ask("'publish':{'channel':'room','data':" + i + "}");
                }
            }
            try (Frames again = connected(door, "ann")) {
                JsonNode back = again.ask(recover(3, epoch)).path("subscribe");
                assertThat(back.path("recovered").asBoolean()).isTrue();
                assertThat(back.path("publications"))
                        .extracting(p -> p.path("offset").asLong())
                        .containsExactly(4L, 5L);
            }
            try (Frames foreign = connected(door, "ann")) {
                JsonNode lost = foreign.ask(recover(3, "another")).path("subscribe");
                assertThat(lost.path("was_recovering").asBoolean()).isTrue();
                assertThat(lost.path("recovered").asBoolean()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersErrorsWithTheProtocolsCodes(Door door) {
        try (Frames client = connected(door, "ann")) {
            assertThat(code(client.ask("'subscribe':{'channel':''}"))).isEqualTo(107);
            client.ask("'subscribe':{'channel':'room'}");
            assertThat(code(client.ask("'subscribe':{'channel':'room'}"))).isEqualTo(105);
            assertThat(code(client.ask("'publish':{'channel':'progress:ann:java','data':{}}")))
                    .isEqualTo(103);
            assertThat(code(client.ask("'rpc':{'method':'x'}"))).isIn(104, 108);
        }
        try (Frames client = new Frames(address(door))) {
            client.send("{'id':1,'connect':{'token':'nonsense'}}");
            assertThat(client.closeCode()).isEqualTo(3500);
        }
        try (Frames client = new Frames(address(door))) {
            client.send("nonsense");
            assertThat(client.closeCode()).isEqualTo(3501);
        }
        try (Frames client = new Frames(address(door))) {
            client.send("{'id':1,'subscribe':{'channel':'room'}}");
            assertThat(client.closeCode()).isIn(3501, 3003);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTokenIsRefreshedWithinTheConnection(Door door) {
        Duration brief = Duration.ofMinutes(10);
        String first = product.stack().tokens().issue("ann", tenant, List.of("user"), brief);
        try (Frames client = new Frames(address(door))) {
            JsonNode connected =
                    client.ask("'connect':{'token':'" + first + "'}").path("connect");
            assertThat(connected.path("expires").asBoolean()).isTrue();
            JsonNode refreshed = client.ask("'refresh':{'token':'" + product.token("ann", tenant) + "'}")
                    .path("refresh");
            assertThat(refreshed.path("ttl").asLong()).isGreaterThan(brief.toSeconds());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOfficialJavaClientWorks(Door door) {
        URI server = URI.create("http://" + address(door).getAuthority());
        try (HubListener listener = HubListener.on(server, product.token("ann", tenant), "room")) {
            listener.publish("{\"n\":1}").join();
            Awaitility.await().untilAsserted(() -> assertThat(listener.pushes()).hasSize(1));
        }
    }

    private Frames connected(Door door, String user) {
        return Frames.connected(address(door), product.token(user, tenant));
    }

    private URI address(Door door) {
        URI server = switch (door) {
            case EDGE -> product.edge();
            case HUB -> product.stack().addresses().hub();
            case APPLICATION_SERVER -> product.stack().addresses().http();
        };
        return URI.create(HubListener.webSocket(server));
    }

    private static String recover(long offset, String epoch) {
        return "'subscribe':{'channel':'room','recover':true,'offset':%d,'epoch':'%s'}".formatted(offset, epoch);
    }

    private static int code(JsonNode reply) {
        return reply.path("error").path("code").asInt();
    }
}
