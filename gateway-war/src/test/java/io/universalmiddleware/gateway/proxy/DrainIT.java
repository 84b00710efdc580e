package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class DrainIT {
    private static final String GET = "GET /api HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void whatIsInFlightFinishesAndNothingNewIsAccepted() throws IOException {
        AtomicReference<HttpServerResponse> open = new AtomicReference<>();
        try (EdgeFixture fixture = EdgeFixture.before(
                        EdgeFixtureOptions.draining(Duration.ofMinutes(2)),
                        request -> open.set(request.response().setChunked(true)));
                RawClient client = fixture.connect();
                RawClient idle = fixture.connect()) {
            client.send(GET);
            await().until(() -> open.get() != null);

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(fixture.edge::stop);
            await().untilAsserted(() ->
                    assertThatThrownBy(() -> fixture.connect().close()).isInstanceOf(ConnectException.class));
            assertThat(idle.isClosedByPeer()).isTrue();
            assertThat(stopped).isNotDone();
            open.get().end("done");

            RawClient.Response response = client.read();
            assertThat(response.body()).isEqualTo("done");
            assertThat(response.header("Connection")).isEqualTo("close");
            assertThat(client.isClosedByPeer()).isTrue();
            stopped.join();
        }
    }

    @Test
    void aStopWaitsForNothingLongerThanItsBound() throws IOException {
        try (EdgeFixture fixture = EdgeFixture.before(request -> {
                    // never answers
                });
                RawClient client = fixture.connect()) {
            client.send(GET);
            await().until(() -> fixture.seenByOrigin.get() == 1);

            long begun = System.nanoTime();
            fixture.edge.stop();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(50));
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void anEventStreamDoesNotHoldAStopUp() throws IOException {
        try (EdgeFixture fixture = EdgeFixture.before(
                        EdgeFixtureOptions.draining(Duration.ofMinutes(2)),
                        request -> request.response()
                                .putHeader("Content-Type", "text/event-stream")
                                .setChunked(true)
                                .write("data: 1\n\n"));
                RawClient client = fixture.connect()) {
            client.send(GET);
            assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");

            long begun = System.nanoTime();
            fixture.edge.stop();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(50));
        }
    }

    @Test
    void anEventStreamGoesOnWhileTheEdgeLeaves() throws IOException {
        AtomicReference<HttpServerResponse> open = new AtomicReference<>();
        try (EdgeFixture fixture = EdgeFixture.before(request -> {
                    HttpServerResponse stream = request.response()
                            .putHeader("Content-Type", "text/event-stream")
                            .setChunked(true);
                    open.set(stream);
                    stream.write("data: 1\n\n");
                });
                RawClient client = fixture.connect()) {
            client.send(GET);
            assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");

            fixture.edge.leave();

            await().untilAsserted(() ->
                    assertThatThrownBy(() -> fixture.connect().close()).isInstanceOf(ConnectException.class));
            open.get().write("data: 2\n\n");
            String line = client.line();
            while (!line.equals("data: 2")) {
                line = client.line();
            }
            fixture.edge.stop();
        }
    }

    @Test
    void connectionsOverTlsAreDrainedInTheSameWay() throws IOException {
        AtomicReference<HttpServerResponse> open = new AtomicReference<>();
        try (EdgeFixture fixture = EdgeFixture.before(
                        EdgeFixtureOptions.draining(Duration.ofMinutes(2)),
                        request -> open.set(request.response().setChunked(true)));
                RawClient client = fixture.secure("localhost");
                RawClient idle = fixture.secure("localhost");
                RawClient silent = new RawClient(fixture.edge.tlsPort())) {
            client.send("GET /api HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await().until(() -> open.get() != null);
            ((SSLSocket) idle.socket).startHandshake();

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(fixture.edge::stop);
            await().untilAsserted(() -> assertThatThrownBy(() -> new RawClient(fixture.edge.tlsPort()).close())
                    .isInstanceOf(ConnectException.class));
            assertThat(idle.isClosedByPeer()).isTrue();
            assertThat(silent.isClosedByPeer()).isTrue();
            assertThat(stopped).isNotDone();
            open.get().end("done");

            assertThat(client.read().body()).isEqualTo("done");
            assertThat(client.isClosedByPeer()).isTrue();
            stopped.join();
        }
    }
}
