package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.gateway.filter.Gate;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A change of what is served costs no request and no connection. */
@Timeout(60)
class SnapshotChangeIT {
    private static final int CLIENTS = 8;
    private static final int REQUESTS = 300;

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
        List<CompletableFuture<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(CompletableFuture.supplyAsync(SnapshotChangeIT::successes, task -> new Thread(task).start()));
        }

        int changes = 0;
        while (!clients.stream().allMatch(CompletableFuture::isDone)) {
            fixture.serve(TenantRoutes.all(origin()));
            changes++;
        }

        assertThat(clients).allMatch(client -> client.join() == REQUESTS);
        assertThat(changes).isGreaterThan(100);
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

    private static int successes() {
        int successes = 0;
        try (RawClient client = fixture.connect()) {
            for (int i = 0; i < REQUESTS; i++) {
                RawClient.Response response = client.send("GET /x HTTP/1.1\r\nHost: shop.localhost\r\n\r\n")
                        .read();
                successes += response.status() == 200 ? 1 : 0;
            }
            return successes;
        } catch (IOException cut) {
            return successes;
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
