package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Who takes too long is waited for no longer than the edge's patience.
 *
 * <p>Each exchange lasts that long, so all of them run beside each other from the beginning, and each test looks at the outcome of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PatienceIT {
    private static final String HEAD = " HTTP/1.1\r\nHost: a\r\n";

    private final EdgeFixture edge = EdgeFixture.before(EdgeFixtureOptions.hasty(), PatienceIT::serve);
    private Outcome<Integer> headThatStops;
    private Outcome<Integer> headThatDrips;
    private Outcome<Integer> countedBodyThatStops;
    private Outcome<Integer> chunkedBodyThatStops;
    private Outcome<Boolean> closedAfterSilence;
    private Outcome<Integer> silentOrigin;
    private Outcome<String> originThatStops;

    /** What became of an exchange. */
    private record Outcome<T>(CompletableFuture<T> future) {
        T get() throws Exception {
            return future.get(60, TimeUnit.SECONDS);
        }
    }

    private interface Exchange<T> {
        T with(RawClient client) throws Exception;
    }

    /** Makes the edge ready for the tests' connections. */
    void prepare(EdgeFixture fixture) {}

    @BeforeAll
    void begin() {
        prepare(edge);
        headThatStops = begin(client -> client.send("GET /api HTTP/1.1\r\nHo").lastStatus());
        headThatDrips = begin(PatienceIT::drip);
        countedBodyThatStops = begin(client -> client.send("POST /api" + HEAD + "Content-Length: 10\r\n\r\nabc")
                .lastStatus());
        chunkedBodyThatStops =
                begin(client -> client.send("POST /api" + HEAD + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
                        .lastStatus());
        closedAfterSilence = begin(RawClient::isClosedByPeer);
        silentOrigin = begin(client -> {
            assertThat(client.send("GET /api/silent" + HEAD + "\r\n").read().status())
                    .isEqualTo(504);
            return client.send("GET /api" + HEAD + "\r\n").read().status();
        });
        originThatStops = begin(client -> {
            assertThat(client.send("GET /api/stuck" + HEAD + "\r\n").line()).isEqualTo("HTTP/1.1 200 OK");
            return new String(client.socket.getInputStream().readAllBytes());
        });
    }

    @AfterAll
    void stop() {
        edge.close();
    }

    @Test
    void aHeadThatComesTooSlowlyIs408() throws Exception {
        assertThat(headThatStops.get()).isEqualTo(408);
    }

    @Test
    void aHeadThatDripsIs408HoweverSteadily() throws Exception {
        assertThat(headThatDrips.get()).isEqualTo(408);
    }

    @Test
    void aBodyThatComesTooSlowlyIs408() throws Exception {
        assertThat(countedBodyThatStops.get()).isEqualTo(408);
        assertThat(chunkedBodyThatStops.get()).isEqualTo(408);
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() throws Exception {
        assertThat(closedAfterSilence.get()).isTrue();
    }

    @Test
    void anOriginThatDoesNotAnswerIs504AndTheConnectionGoesOn() throws Exception {
        assertThat(silentOrigin.get()).isEqualTo(200);
    }

    @Test
    void anOriginThatStopsWithinItsAnswerHasTheClientCut() throws Exception {
        assertThat(originThatStops.get()).doesNotContain("\r\n0\r\n");
    }

    private <T> Outcome<T> begin(Exchange<T> exchange) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try (RawClient client = edge.connect()) {
                outcome.complete(exchange.with(client));
            } catch (Exception | AssertionError failed) {
                outcome.completeExceptionally(failed);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return new Outcome<>(outcome);
    }

    private static void serve(HttpServerRequest request) {
        switch (request.path()) {
            case "/api/silent" -> {}
            case "/api/stuck" -> request.response().setChunked(true).write("begin");
            default -> request.body().onComplete(body -> request.response().end("ok"));
        }
    }

    /** Sends one byte more again and again, until it is answered. */
    private static int drip(RawClient client) throws Exception {
        FutureTask<Integer> status = new FutureTask<>(() -> client.read().status());
        new Thread(status, "reads what a dripping client is answered").start();
        client.send("GET /api HTTP/1.1\r\nHost: a\r\nX: ");
        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            if (!status.isDone()) {
                oneMore(client);
            }
            return status.isDone();
        });
        return status.get();
    }

    /** Sends a byte, unless the edge has closed already: what it said before is yet to be read. */
    private static void oneMore(RawClient client) throws IOException {
        try {
            client.send("a");
        } catch (SocketException closed) {
            // the answer tells more
        }
    }
}
