package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.gateway.routing.Patience;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class TunnelIT {
    private static final String UPGRADE =
            " HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    /** The queries of the sockets that the origin has seen close. */
    private static final Queue<String> closedAtOrigin = new ConcurrentLinkedQueue<>();

    static EdgeFixture fixture;

    @BeforeAll
    static void start() {
        fixture = EdgeFixture.before(TunnelIT::serve);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void messagesPassBothWaysWhateverTheirSize() {
        WebSocket socket = connect("/connection/websocket?both-ways");
        Queue<Integer> echoed = new ConcurrentLinkedQueue<>();
        socket.binaryMessageHandler(message -> echoed.add(message.length()));

        for (int size : new int[] {1, 1_000, 60_000, 1}) {
            socket.writeBinaryMessage(Buffer.buffer(new byte[size]));
        }

        await().untilAsserted(() -> assertThat(echoed).containsExactly(1, 1_000, 60_000, 1));
        await().until(() -> fixture.metrics.get("um.edge.streams.open").gauge().value() == 1);
        socket.close((short) 4001, "enough");
        await().until(() -> closedAtOrigin.contains("both-ways"));
        await().until(() -> fixture.metrics.get("um.edge.streams.open").gauge().value() == 0);
    }

    @Test
    void aCloseByTheOriginReachesTheClientWithItsCode() {
        WebSocket socket = connect("/connection/websocket");
        AtomicInteger code = new AtomicInteger();
        socket.closeHandler(closed -> code.set(socket.closeStatusCode()));

        socket.writeTextMessage("close");

        await().untilAsserted(() -> assertThat(code).hasValue(4100));
    }

    @Test
    void aClientThatVanishesIsNoticedByTheOrigin() throws IOException {
        try (RawClient client = fixture.connect()) {
            assertThat(client.send("GET /connection/websocket?vanishes" + UPGRADE)
                            .line())
                    .startsWith("HTTP/1.1 101");
        }
        await().until(() -> closedAtOrigin.contains("vanishes"));
    }

    @Test
    void theHandshakesFieldsPass() throws IOException {
        try (RawClient client = fixture.connect()) {
            client.send("GET /connection/websocket" + UPGRADE);
            assertThat(client.line()).startsWith("HTTP/1.1 101");
            String head = "";
            for (String line = client.line(); !line.isEmpty(); line = client.line()) {
                head += line.toLowerCase(Locale.ROOT) + "\n";
            }
            assertThat(head)
                    .contains("upgrade: websocket\n")
                    .contains("connection: upgrade\n")
                    .contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=\n")
                    .contains("x-request-id: ");
        }
    }

    @Test
    void anOriginThatDeclinesAnswersAsUsual() throws IOException {
        try (RawClient client = fixture.connect()) {
            RawClient.Response response =
                    client.send("GET /connection/declined" + UPGRADE).read();
            assertThat(response.status()).isEqualTo(403);
            assertThat(response.body()).isEqualTo("no");
            assertThat(client.send("GET /api HTTP/1.1\r\nHost: a\r\n\r\n")
                            .read()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void bytesSentBeforeTheAnswerNeverBecomeARequest() throws IOException {
        int seen = fixture.seenByOrigin.get();
        try (RawClient client = fixture.connect()) {
            client.send("GET /connection/declined" + UPGRADE + "GET /api/smuggled HTTP/1.1\nHost: a\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(403);
            assertThat(client.read().status()).isEqualTo(400);
        }
        assertThat(fixture.seenByOrigin).hasValue(seen + 1);
    }

    @Test
    void aSilentTunnelIsClosedAfterItsTime() throws IOException {
        Patience brief = new Patience(Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ZERO);
        try (EdgeFixture impatient =
                        EdgeFixture.before(EdgeFixtureOptions.patient().with(brief), TunnelIT::serve);
                RawClient client = impatient.connect()) {
            client.send("GET /connection/websocket" + UPGRADE);
            assertThat(client.line()).startsWith("HTTP/1.1 101");
            while (!client.line().isEmpty()) {
                continue;
            }
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    private static WebSocket connect(String path) {
        return fixture.vertx()
                .createWebSocketClient()
                .connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(fixture.port)
                        .setURI(path))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static void serve(HttpServerRequest request) {
        switch (request.path()) {
            case "/connection/websocket" ->
                request.toWebSocket().onSuccess(socket -> {
                    socket.closeHandler(closed -> closedAtOrigin.add(String.valueOf(request.query())));
                    socket.binaryMessageHandler(socket::writeBinaryMessage);
                    socket.textMessageHandler(text -> socket.close((short) 4100, text));
                });
            case "/connection/declined" -> request.response().setStatusCode(403).end("no");
            default -> request.response().end("ok");
        }
    }
}
