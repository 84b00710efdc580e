package io.universalmiddleware.hub.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.hub.connection.ClientAddress;
import io.universalmiddleware.hub.connection.OriginRule;
import io.universalmiddleware.hub.fixture.EventStream;
import io.universalmiddleware.hub.fixture.TestNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithBackends
class EventStreamIT {
    private TestNode node;
    private HubListener listener;
    private URI base;

    @BeforeEach
    void start(RedisBackend redis) {
        node = TestNode.on(redis, "um.hub.history-size", "10");
        listener = new HubListener(
                node.hub(), new OriginRule(Set.of("https://app.example")), new ClientAddress(Set.of()), 0);
        listener.start("127.0.0.1", 0).toCompletionStage().toCompletableFuture().join();
        base = URI.create("http://127.0.0.1:" + listener.port());
    }

    @AfterEach
    void stop() {
        listener.stop().toCompletionStage().toCompletableFuture().join();
        node.close();
    }

    @Test
    void aStreamBeginsWithItsPositionAndGoesOnWithPublications() throws Exception {
        try (EventStream stream = open("progress:ann:java", "Authorization", "Bearer " + token())) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
            assertThat(stream.header("Cache-Control")).isEqualTo("no-store");
            assertThat(stream.header("X-Content-Type-Options")).isEqualTo("nosniff");
            stream.events(1);
            node.publish("acme", "progress:ann:java", "{\"percent\":50}");
            node.publish("zeta", "progress:ann:java", "{\"percent\":99}");
            node.publish("acme", "progress:ann:java", "{\"percent\":60}");

            assertThat(stream.events(3))
                    .extracting(EventStream.Event::name)
                    .containsExactly("subscribed", "message", "message");
            EventStream.Event first = stream.events(3).get(1);
            assertThat(first.id()).endsWith(":1");
            assertThat(first.data())
                    .startsWith("{\"data\":{\"percent\":50},\"offset\":1,\"tags\":{\"commandId\":\"c1\"}");
        }
    }

    @Test
    void aStreamGoesOnAfterTheLastEventOrSaysThatItCannot() throws Exception {
        String lastEventId;
        try (EventStream stream = new EventStream(uri("room", token()))) {
            stream.events(1);
            node.publish("acme", "room", "1");
            lastEventId = stream.events(2).get(1).id();
        }
        node.publish("acme", "room", "2");
        node.publish("acme", "room", "3");

        try (EventStream stream = new EventStream(uri("room", token()), "Last-Event-ID", lastEventId)) {
            stream.events(3);
            node.publish("acme", "room", "4");
            assertThat(stream.events(4))
                    .extracting(e -> e.id().substring(e.id().indexOf(':')))
                    .containsExactly(":1", ":2", ":3", ":4");
            assertThat(stream.events(4).get(0).data()).contains("\"was_recovering\":true", "\"recovered\":true");
        }
        IntStream.rangeClosed(5, 20).forEach(i -> node.publish("acme", "room", "" + i));
        for (String lost : new String[] {lastEventId, "nonsense", "other:3", ":::"}) {
            try (EventStream stream = new EventStream(uri("room", token()), "Last-Event-ID", lost)) {
                assertThat(stream.events(1).get(0).data()).contains("\"was_recovering\":true", "\"recovered\":false");
                assertThat(stream.events(1).get(0).id()).endsWith(":20");
            }
        }
    }

    @Test
    void aStreamEndsWhenItsTokenDoesOrWhenRedisForgets() throws Exception {
        String brief = node.tokens().of("acme", "ann", Duration.ofMinutes(1));
        try (EventStream expiring = new EventStream(uri("room", brief));
                EventStream losing = new EventStream(uri("news", token()))) {
            expiring.events(1);
            losing.events(1);
            node.publish("acme", "news", "1");
            losing.events(2);

            node.forget("acme", "news");
            node.publish("acme", "news", "2");
            await().until(losing::isEnded);
            assertThat(expiring.isEnded()).isFalse();

            node.clock().advance(Duration.ofMinutes(2));
            await().until(expiring::isEnded);
        }
    }

    @Test
    void whatCannotBeServedIsAProblem() throws Exception {
        assertThat(status("/connection/sse?channel=room")).isEqualTo(401);
        assertThat(status("/connection/sse?channel=room&token=" + token() + "x"))
                .isEqualTo(401);
        assertThat(status("/connection/sse?channel=room&token=" + node.tokens().of("acme", "ann", Duration.ZERO)))
                .isEqualTo(401);
        assertThat(status("/connection/sse?channel=room&token="
                        + node.tokens()
                                .sign(node.tokens()
                                        .claims("ann", Duration.ofHours(1))
                                        .build())))
                .isEqualTo(403);
        assertThat(status("/connection/sse?token=" + token())).isEqualTo(400);
        assertThat(status("/connection/sse?channel=a&channel=b&token=" + token()))
                .isEqualTo(400);
        assertThat(status("/connection/sse?channel=%0a&token=" + token())).isEqualTo(400);
        assertThat(status("/connection/sse?channel=$secret&token=" + token())).isEqualTo(403);
        assertThat(status("/connection/websocket")).isEqualTo(400);
        assertThat(status("/elsewhere")).isEqualTo(404);
        try (EventStream refused = new EventStream(base.resolve("/connection/sse?channel=room"))) {
            assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
            assertThat(refused.body()).contains("https://universalmiddleware.io/problems/unauthenticated");
        }
        node.hub().refuseNew();
        assertThat(status("/connection/sse?channel=room&token=" + token())).isEqualTo(503);
    }

    @Test
    void onlyPagesOfAllowedOriginsMayRead() throws Exception {
        try (EventStream allowed =
                open("room", "Origin", "https://app.example", "Authorization", "Bearer " + token())) {
            assertThat(allowed.status()).isEqualTo(200);
            assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
            assertThat(allowed.header("Vary")).isEqualTo("Origin");
        }
        try (EventStream refused =
                open("room", "Origin", "https://evil.example", "Authorization", "Bearer " + token())) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.header("Access-Control-Allow-Origin")).isEmpty();
        }
        HttpResponse<Void> preflight = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(base.resolve("/connection/sse?channel=room"))
                                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                                .headers("Origin", "https://app.example", "Access-Control-Request-Method", "GET")
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight
                        .headers()
                        .firstValue("Access-Control-Allow-Headers")
                        .orElse(""))
                .contains("Authorization", "Last-Event-ID");
    }

    @Test
    void aQuietStreamIsKeptAliveAndGoneWithItsReader() throws Exception {
        try (EventStream stream = new EventStream(uri("room", token()))) {
            stream.events(1);
            assertThat(node.registry().get("um_hub_connections").gauge().value())
                    .isEqualTo(1);
        }
        node.clock().advance(Duration.ofSeconds(26));

        await().until(() -> node.registry().get("um_hub_connections").gauge().value() == 0);
    }

    private EventStream open(String channel, String... headers) throws IOException, InterruptedException {
        return new EventStream(base.resolve("/connection/sse?channel=" + channel), headers);
    }

    private URI uri(String channel, String token) {
        return base.resolve("/connection/sse?channel=" + channel + "&token=" + token);
    }

    private int status(String path) throws IOException, InterruptedException {
        try (EventStream answer = new EventStream(base.resolve(path))) {
            return answer.status();
        }
    }

    private String token() {
        return node.tokens().of("acme", "ann");
    }
}
