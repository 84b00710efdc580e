package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class StreamingIT {
    private static final String HEAD = " HTTP/1.1\r\nHost: a\r\n";
    private static final int LARGE = 200 << 20;
    private static final int PIECE = 64 << 10;
    private static final AtomicLong written = new AtomicLong();
    private static final AtomicInteger cancelled = new AtomicInteger();
    private static volatile @Nullable HttpServerResponse events;
    static EdgeFixture fixture;

    @BeforeAll
    static void start() {
        fixture = EdgeFixture.before(StreamingIT::serve);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @BeforeEach
    void reset() {
        written.set(0);
        cancelled.set(0);
        events = null;
    }

    @Test
    void aLargeResponsePassesWithoutBeingHeld() throws IOException {
        try (RawClient client = fixture.connect()) {
            client.send("GET /api/large" + HEAD + "\r\n");
            skipHead(client);
            long before = usedMemory();
            long most = 0;
            for (int left = LARGE; left > 0; left -= PIECE) {
                client.exactly(Math.min(PIECE, left));
                most = left % (20 << 20) < PIECE ? Math.max(most, usedMemory()) : most;
            }
            assertThat(most - before).isLessThan(100 << 20);
        }
    }

    @Test
    void aLargeRequestPassesWithoutBeingHeld() throws IOException {
        try (RawClient client = fixture.connect()) {
            client.send("POST /api/count" + HEAD + "Content-Length: " + LARGE + "\r\n\r\n");
            OutputStream out = client.socket.getOutputStream();
            byte[] piece = new byte[PIECE];
            for (int left = LARGE; left > 0; left -= PIECE) {
                out.write(piece, 0, Math.min(PIECE, left));
            }
            assertThat(client.read().body()).isEqualTo(Integer.toString(LARGE));
        }
    }

    @Test
    void aClientThatReadsSlowlyHoldsTheOriginBack() throws Exception {
        try (RawClient client = fixture.connect()) {
            client.send("GET /api/large" + HEAD + "\r\n");
            AtomicLong last = new AtomicLong(-1);
            await().pollInterval(Duration.ofMillis(300))
                    .until(() -> written.get() > 0 && last.getAndSet(written.get()) == written.get());

            assertThat(written.get()).isLessThan(LARGE / 4);

            skipHead(client);
            client.exactly(LARGE);
            assertThat(written.get()).isEqualTo(LARGE);
        }
    }

    @Test
    void anOriginThatReadsSlowlyHoldsTheClientBack() throws Exception {
        try (RawClient client = fixture.connect()) {
            client.send("POST /api/never-reads" + HEAD + "Content-Length: " + LARGE + "\r\n\r\n");
            AtomicLong sent = new AtomicLong();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendUntilClosed(client, sent));
            AtomicLong last = new AtomicLong(-1);
            await().pollInterval(Duration.ofMillis(300))
                    .until(() -> sent.get() > 0 && last.getAndSet(sent.get()) == sent.get());

            assertThat(sent.get()).isLessThan(LARGE / 4);

            client.socket.setSoLinger(true, 0); // else TLS waits for the write that is held back
            client.socket.close();
            sending.join();
        }
    }

    @Test
    void eventsArriveWhenTheyAreSent() throws IOException {
        try (RawClient client = fixture.connect()) {
            client.send("GET /api/events" + HEAD + "\r\n");
            skipHead(client);
            for (int i = 0; i < 3; i++) {
                Objects.requireNonNull(events).write("data: " + i + "\n\n");
                assertThat(Integer.parseInt(client.line(), 16)).isEqualTo(9);
                assertThat(new String(client.exactly(11), StandardCharsets.US_ASCII))
                        .isEqualTo("data: " + i + "\n\n\r\n");
            }
            assertThat(fixture.metrics.get("um.edge.streams.open").gauge().value())
                    .isEqualTo(1);
        }
        await().until(() -> cancelled.get() == 1);
    }

    @Test
    void trailersPassButForThoseThatWouldChangeTheMessage() throws IOException {
        try (RawClient client = fixture.connect()) {
            RawClient.Response response = client.send("GET /api/trailers" + HEAD + "TE: trailers\r\n\r\n")
                    .read();
            assertThat(response.body()).isEqualTo("body");
            assertThat(response.trailers()).containsEntry("x-sum", "17").doesNotContainKey("set-cookie");
        }
    }

    @Test
    void theOriginDecidesWhetherTheBodyMayCome() throws IOException {
        try (RawClient client = fixture.connect()) {
            client.send("POST /api/continue" + HEAD + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(100);
            client.send("abc");
            assertThat(client.read().body()).isEqualTo("3");
        }
        try (RawClient client = fixture.connect()) {
            client.send("POST /api/refuse" + HEAD + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            RawClient.Response response = client.read();
            assertThat(response.status()).isEqualTo(403);
            assertThat(response.header("Connection")).isEqualTo("close");
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (RawClient client = fixture.connect()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                requests.append("POST /api/count").append(HEAD).append("Transfer-Encoding: chunked\r\n\r\n");
                requests.append(Integer.toHexString(i + 1)).append("\r\n").append("x".repeat(i + 1));
                requests.append("\r\n0\r\n\r\n");
            }
            client.send(requests.toString());
            for (int i = 0; i < 50; i++) {
                assertThat(client.read().body()).isEqualTo(Integer.toString(i + 1));
            }
        }
    }

    @Test
    void connectionsOnBothSidesAreUsedAgain() throws IOException {
        try (RawClient client = fixture.connect()) {
            client.send("GET /api/connection" + HEAD + "\r\n");
            String first = client.read().body();
            for (int i = 0; i < 20; i++) {
                assertThat(client.send("GET /api/connection" + HEAD + "\r\n")
                                .read()
                                .body())
                        .isEqualTo(first);
            }
        }
    }

    @Test
    void headAndEmptyAnswersHaveNoBody() throws IOException {
        try (RawClient client = fixture.connect()) {
            RawClient.Response head =
                    client.send("HEAD /api/sized" + HEAD + "\r\n").read(true);
            assertThat(head.header("Content-Length")).isEqualTo("5");
            assertThat(client.send("GET /api/204" + HEAD + "\r\n").read().status())
                    .isEqualTo(204);
            assertThat(client.send("GET /api/304" + HEAD + "\r\n").read().status())
                    .isEqualTo(304);
            assertThat(client.send("GET /api/sized" + HEAD + "\r\n").read().body())
                    .isEqualTo("12345");
        }
    }

    @Test
    void earlyHintsPass() throws IOException {
        try (RawClient client = fixture.connect()) {
            RawClient.Response hints =
                    client.send("GET /api/hints" + HEAD + "\r\n").read();
            assertThat(hints.status()).isEqualTo(103);
            assertThat(hints.header("Link")).isEqualTo("</a.css>; rel=preload");
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    void anOldClientGetsABodyThatEndsWithTheConnection() throws IOException {
        try (RawClient client = fixture.connect()) {
            RawClient.Response response =
                    client.send("GET /api/trailers HTTP/1.0\r\n\r\n").read();
            assertThat(response.headers()).doesNotContainKey("transfer-encoding");
            assertThat(response.body()).isEqualTo("body");
        }
    }

    @Test
    void anOriginThatDiesWithinItsAnswerNeverLooksLikeSuccess() throws IOException {
        for (String path : new String[] {"/api/dies-chunked", "/api/dies-sized"}) {
            try (RawClient client = fixture.connect()) {
                client.send("GET " + path + HEAD + "\r\n");
                assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
            }
        }
        try (RawClient client = fixture.connect()) {
            client.send("GET /api/dies-chunked HTTP/1.0\r\n\r\n");
            assertThatThrownBy(client::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aClientThatGoesTakesItsRequestWithIt() throws IOException {
        try (RawClient client = fixture.connect()) {
            client.send("GET /api/waits" + HEAD + "\r\n");
            await().until(() -> events != null);
        }
        await().until(() -> cancelled.get() == 1);
        await().until(() ->
                fixture.metrics.get("um.edge.exchanges.open").gauge().value() == 0);
    }

    private static void serve(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        switch (request.path()) {
            case "/api/large" -> {
                response.putHeader("Content-Length", Integer.toString(LARGE));
                pour(response, Buffer.buffer(new byte[PIECE]));
            }
            case "/api/count" -> {
                AtomicLong bytes = new AtomicLong();
                request.handler(piece -> bytes.addAndGet(piece.length()));
                request.endHandler(end -> response.end(Long.toString(bytes.get())));
            }
            case "/api/never-reads" -> request.pause();
            case "/api/events", "/api/waits" -> {
                response.exceptionHandler(gone -> cancelled.incrementAndGet());
                events = response;
                if (request.path().endsWith("events")) {
                    response.putHeader("Content-Type", "text/event-stream")
                            .setChunked(true)
                            .writeHead();
                }
            }
            case "/api/trailers" ->
                response.setChunked(true)
                        .putTrailer("X-Sum", "17")
                        .putTrailer("Set-Cookie", "a=b")
                        .end("body");
            case "/api/continue" -> {
                response.writeContinue();
                request.body().onSuccess(body -> response.end(Integer.toString(body.length())));
            }
            case "/api/refuse" -> response.setStatusCode(403).end();
            case "/api/connection" ->
                response.end(request.connection().remoteAddress().toString());
            case "/api/sized" -> response.putHeader("Content-Length", "5").end("12345");
            case "/api/204" -> response.setStatusCode(204).end();
            case "/api/304" -> response.setStatusCode(304).end();
            case "/api/hints" ->
                response.writeEarlyHints(MultiMap.caseInsensitiveMultiMap().add("Link", "</a.css>; rel=preload"))
                        .onComplete(hinted -> response.end("ok"));
            case "/api/dies-chunked" ->
                response.setChunked(true)
                        .write("some")
                        .onComplete(sent -> request.connection().close());
            case "/api/dies-sized" ->
                response.putHeader("Content-Length", "10")
                        .write("some")
                        .onComplete(sent -> request.connection().close());
            default -> response.setStatusCode(500).end();
        }
    }

    private static void pour(HttpServerResponse response, Buffer piece) {
        while (written.get() < LARGE && !response.writeQueueFull()) {
            written.addAndGet(piece.length());
            response.write(piece);
        }
        if (written.get() < LARGE) {
            response.drainHandler(room -> pour(response, piece));
        } else {
            response.end();
        }
    }

    private static void sendUntilClosed(RawClient client, AtomicLong sent) {
        byte[] piece = new byte[PIECE];
        try {
            while (sent.get() < LARGE) {
                client.socket.getOutputStream().write(piece);
                sent.addAndGet(PIECE);
            }
        } catch (IOException closed) {
            return;
        }
    }

    private static void skipHead(RawClient client) throws IOException {
        while (!client.line().isEmpty()) {
            continue;
        }
    }

    private static long usedMemory() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum();
    }
}
