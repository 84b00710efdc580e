package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.universalmiddleware.product.grpc.Rpc;
import io.universalmiddleware.product.http.RawSocket;
import io.universalmiddleware.product.http.RawSocket.Reply;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import io.vertx.core.http.HttpServerResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What streams between clients and a tenant's origin: bodies of any size, what stands behind and before them, events and sockets. */
@BootedProduct
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamsE2E {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Product product;
    private final ServedTenant tenant;
    private final StreamOrigin origin = new StreamOrigin();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    StreamsE2E(Product product) {
        this.product = product;
        tenant = ServedTenant.of(product);
    }

    @BeforeAll
    void configure() {
        tenant.origin("streams", "", origin.uri());
        tenant.origin("streams-http2", ",'protocol':'h2c'", origin.uri());
        tenant.origin("trailing", "", origin.trailing());
        tenant.route("all", "streams", "'match':{'prefix':'/'}");
        tenant.route("http2", "streams-http2", "'match':{'prefix':'/http2'}");
        tenant.route("calls", "streams-http2", "'match':{'prefix':'/trial.Echo'}");
        tenant.route("behind", "trailing", "'match':{'prefix':'/behind'}");
    }

    @AfterAll
    void stop() {
        origin.close();
    }

    @Test
    void aLargeAnswerWaitsForItsClientAndArrivesWhole() throws Exception {
        HttpResponse<InputStream> answer = client.send(request("/large").build(), BodyHandlers.ofInputStream());
        AtomicLong last = new AtomicLong(-1);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> last.getAndSet(origin.written()) == origin.written());
        assertThat(origin.written()).as("bytes on the way").isLessThan(StreamOrigin.LARGE / 2);

        try (CheckedInputStream in = new CheckedInputStream(answer.body(), new CRC32())) {
            assertThat(in.transferTo(OutputStream.nullOutputStream())).isEqualTo(StreamOrigin.LARGE);
            assertThat(in.getChecksum().getValue()).isEqualTo(StreamOrigin.sum());
        }
    }

    @Test
    void aLargeRequestArrivesWhole() throws Exception {
        byte[] large = new byte[48 << 20];
        new Random(7).nextBytes(large);
        CRC32 sum = new CRC32();
        sum.update(large);

        for (String path : new String[] {"/sum", "/continued"}) {
            HttpResponse<String> told = client.send(
                    request(path)
                            .expectContinue(path.equals("/continued"))
                            .POST(BodyPublishers.ofByteArray(large))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(told.body()).as(path).isEqualTo(Long.toString(sum.getValue()));
        }
    }

    @Test
    void theOriginSaysWhetherABodyMayCome() throws IOException {
        try (RawSocket socket = new RawSocket(product.edge())) {
            Reply reply = socket.send("POST /refused HTTP/1.1\r\nHost: " + tenant.slug()
                            + ".localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
                    .read(PATIENCE);

            assertThat(reply.text()).startsWith("HTTP/1.1 403 ").doesNotContain("100 Continue");
            assertThat(reply.closed()).isTrue();
        }
    }

    @Test
    void fieldsBehindABodyPassBothWays() throws IOException {
        try (RawSocket socket = new RawSocket(product.edge())) {
            Reply reply = socket.send("POST /behind HTTP/1.1\r\nHost: " + tenant.slug()
                            + ".localhost\r\nConnection: close, TE\r\nTE: trailers\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "3\r\nabc\r\n0\r\nX-Asked: 17\r\nX-Um-User: root\r\n\r\n")
                    .read(PATIENCE);

            assertThat(reply.text())
                    .contains("3\r\nabc\r\n0\r\nX-Asked: 17\r\n\r\n")
                    .endsWith("0\r\nX-Answered: 18\r\n\r\n");
            assertThat(reply.text()).doesNotContain("root");
        }
    }

    @Test
    void anEventArrivesWhenItIsSent() throws Exception {
        HttpResponse<InputStream> answer = client.send(request("/events").build(), BodyHandlers.ofInputStream());
        HttpServerResponse events = Objects.requireNonNull(origin.events().poll(60, TimeUnit.SECONDS));
        try (BufferedReader in = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < 3; i++) {
                events.write("data: " + i + "\n\n");
                assertThat(in.readLine()).isEqualTo("data: " + i);
                assertThat(in.readLine()).isEmpty();
            }
            events.end();
            assertThat(in.readLine()).isNull();
        }
    }

    @Test
    void aWebSocketCarriesMessagesBothWaysAndTheOriginsCode() throws Exception {
        CompletableFuture<Integer> echoed = new CompletableFuture<>();
        CompletableFuture<String> closed = new CompletableFuture<>();
        WebSocket socket = client.newWebSocketBuilder()
                .connectTimeout(PATIENCE)
                .header("X-Tenant", tenant.slug())
                .buildAsync(URI.create("ws://" + product.edge().getAuthority() + "/socket"), new WebSocket.Listener() {
                    private int bytes;

                    @Override
                    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
                        bytes += data.remaining();
                        if (last) {
                            echoed.complete(bytes);
                        }
                        return WebSocket.Listener.super.onBinary(from, data, last);
                    }

                    @Override
                    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                        closed.complete(code + " " + reason);
                        return CompletableFuture.completedFuture(null);
                    }
                })
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        try {
            socket.sendBinary(ByteBuffer.allocate(50_000), true).join();
            assertThat(echoed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(50_000);

            socket.sendText("enough", true).join();
            assertThat(closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("4100 enough");
        } finally {
            socket.abort();
        }
    }

    @Test
    void aCallOfGrpcStreamsAndEndsWithTheOriginsStatus() {
        byte[] message = "hello".getBytes(StandardCharsets.UTF_8);
        try (Rpc rpc = new Rpc(product.edge(), tenant.slug() + ".localhost")) {
            assertThat(rpc.call(null, "trial.Echo/Say", message)).isEqualTo(message);
            assertThat(rpc.converse("trial.Echo/Say", message))
                    .as("answered before the request ends")
                    .isEqualTo(message);
            assertThat(rpc.refusal(null, "trial.Echo/Refuse", message))
                    .returns(Status.Code.PERMISSION_DENIED, Status::getCode)
                    .returns("not you", Status::getDescription);
        }
    }

    @Test
    void aRouteIsServedOverHttp2AndTlsWhateverItsOriginSpeaks() throws Exception {
        HttpClient secure = HttpClient.newBuilder()
                .sslContext(product.secureEdge().trusting())
                .connectTimeout(PATIENCE)
                .build();

        for (String path : new String[] {"/plain?a=1", "/http2?a=1"}) {
            HttpResponse<String> answer = secure.send(
                    HttpRequest.newBuilder(product.secureEdge().uri().resolve(path))
                            .timeout(PATIENCE)
                            .header("X-Tenant", tenant.slug())
                            .build(),
                    BodyHandlers.ofString());

            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body())
                    .isEqualTo((path.startsWith("/http2") ? "HTTP_2 " : "HTTP_1_1 ") + path + " https");
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(product.edge().resolve(path))
                .timeout(PATIENCE)
                .header("X-Tenant", tenant.slug());
    }
}
