package io.universalmiddleware.gateway.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.gateway.network.AddressGuard;
import io.universalmiddleware.gateway.network.AllowedNetworks;
import io.universalmiddleware.gateway.network.GuardedNames;
import io.universalmiddleware.gateway.network.Names;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeySetClientIT {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private int port;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    seen.add(request.uri() + " " + request.authority());
                    switch (request.path()) {
                        case "/silent" -> {}
                        case "/moved" ->
                            request.response()
                                    .setStatusCode(302)
                                    .putHeader("Location", "/keys")
                                    .end();
                        case "/huge" -> request.response().end("x".repeat(300_000));
                        default -> request.response().end("{\"keys\":[]}");
                    }
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        port = server.actualPort();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void fetchesFromTheAddressThatWasChecked() {
        assertThat(fetch(client(AllowedNetworks.parse("127.0.0.0/8")), "/keys?v=1"))
                .isEqualTo("{\"keys\":[]}");
        assertThat(seen).containsExactly("/keys?v=1 id.test:" + port);
    }

    @Test
    void neverConnectsInsideTheHouse() {
        KeySetClient guarded = client(AllowedNetworks.NONE);

        assertThatThrownBy(() -> fetch(guarded, "/keys")).hasMessageContaining("loopback");
        assertThatThrownBy(() -> join(guarded.fetch(URI.create("http://127.0.0.1:" + port + "/keys"))))
                .hasMessageContaining("loopback");
        assertThat(seen).isEmpty();
    }

    @Test
    void followsNothingAndReadsNoMoreThanAKeySetHas() {
        KeySetClient client = client(AllowedNetworks.parse("127.0.0.0/8"));

        assertThatThrownBy(() -> fetch(client, "/moved")).hasMessageContaining("302");
        assertThatThrownBy(() -> fetch(client, "/huge")).hasMessageContaining("too long");
        assertThat(seen).hasSize(2);
    }

    @Test
    void waitsNoLongerThanItMay() {
        assertThatThrownBy(() -> fetch(client(AllowedNetworks.parse("127.0.0.0/8"), Duration.ofMillis(500)), "/silent"))
                .hasStackTraceContaining("TimeoutException");
    }

    private String fetch(KeySetClient client, String path) {
        return join(client.fetch(URI.create("http://id.test:" + port + path)));
    }

    private static String join(CompletionStage<String> fetched) {
        return fetched.toCompletableFuture().orTimeout(90, TimeUnit.SECONDS).join();
    }

    private KeySetClient client(AllowedNetworks allowed) {
        return client(allowed, Duration.ofMinutes(1));
    }

    private KeySetClient client(AllowedNetworks allowed, Duration deadline) {
        Names here = name -> CompletableFuture.completedFuture(List.of(InetAddress.getLoopbackAddress()));
        return new KeySetClient(vertx, new GuardedNames(here, new AddressGuard(allowed)), deadline);
    }
}
