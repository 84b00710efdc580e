package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.gateway.filter.Gate;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A change of what is served costs no request and no connection. */
@Timeout(180)
class SnapshotChangeIT {
    private static final int CLIENTS = 8;
    private static final int REQUESTS = 2_400;
    private static final int CHANGES = 200;

    private static EdgeFixture fixture;

    @BeforeAll
    static void start() {
        fixture = EdgeFixture.before(SnapshotChangeIT::serve);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void noRequestFailsWhileSnapshotsChange() {
        fixture.serve(TenantRoutes.all(origin()));
        AtomicInteger answered = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(CompletableFuture.runAsync(() -> ask(answered, enough), task -> new Thread(task).start()));
        }

        for (int changes = 0; changes < CHANGES || answered.get() < REQUESTS; changes++) {
            fixture.serve(TenantRoutes.all(origin()));
            assertThat(clients).noneMatch(CompletableFuture::isDone);
        }

        enough.set(true);
        clients.forEach(CompletableFuture::join);
    }

    @Test
    void aRequestInFlightKeepsItsRoute() throws IOException {
        AtomicReference<Gate> held = new AtomicReference<>();
        fixture.serve(TenantRoutes.all(origin(), (call, gate) -> held.set(gate)));
        try (RawClient client = fixture.connect()) {
            client.send("GET /x HTTP/1.1\r\nHost: shop.localhost\r\n\r\n");
            await().until(() -> held.get() != null);

            fixture.serve();
            held.get().pass();

            assertThat(client.read().body()).isEqualTo("/x");
            assertThat(client.send("GET /x HTTP/1.1\r\nHost: shop.localhost\r\n\r\n")
                            .read()
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void aSocketAndAStreamOutliveTheRouteThatOpenedThem() throws Exception {
        TargetsInTurn pool = origin();
        fixture.serve(TenantRoutes.all(pool));
        Queue<String> echoed = new ConcurrentLinkedQueue<>();
        WebSocket socket = fixture.vertx()
                .createWebSocketClient()
                .connect(new WebSocketConnectOptions()
                        .setServer(SocketAddress.inetSocketAddress(fixture.port, "127.0.0.1"))
                        .setHost("shop.localhost")
                        .setPort(fixture.port)
                        .setURI("/socket"))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        socket.textMessageHandler(echoed::add);
        try (RawClient events = fixture.connect()) {
            events.send("GET /events HTTP/1.1\r\nHost: shop.localhost\r\n\r\n");
            assertThat(events.line()).startsWith("HTTP/1.1 200");
            await().until(() ->
                    fixture.metrics.get("um.edge.streams.open").gauge().value() == 2);

            fixture.serve();
            socket.writeTextMessage("still here");

            await().untilAsserted(() -> assertThat(echoed).containsExactly("still here"));
            assertThat(pool.told).containsExactlyInAnyOrder("answered 101", "answered 200");
            socket.close();
        }
        await().until(() -> pool.open.get() == 0);
    }

    /** Asks on one connection until it is enough, or an answer is not as it should be. */
    private static void ask(AtomicInteger answered, AtomicBoolean enough) {
        try (RawClient client = fixture.connect()) {
            while (!enough.get()) {
                RawClient.Response response = client.send("GET /x HTTP/1.1\r\nHost: shop.localhost\r\n\r\n")
                        .read();
                assertThat(response.status()).isEqualTo(200);
                answered.incrementAndGet();
            }
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        }
    }

    private static TargetsInTurn origin() {
        return EdgeFixture.targets(fixture.originPort);
    }

    private static void serve(HttpServerRequest request) {
        switch (request.path()) {
            case "/socket" ->
                request.toWebSocket().onSuccess(socket -> socket.textMessageHandler(socket::writeTextMessage));
            case "/events" -> {
                request.response()
                        .putHeader("Content-Type", "text/event-stream")
                        .setChunked(true);
                request.response().write("data: 1\n\n");
            }
            default -> request.response().end(request.path());
        }
    }
}
