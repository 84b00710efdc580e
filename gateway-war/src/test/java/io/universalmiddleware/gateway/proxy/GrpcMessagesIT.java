package io.universalmiddleware.gateway.proxy;

import static io.universalmiddleware.gateway.proxy.GrpcFixture.CREATE;
import static io.universalmiddleware.gateway.proxy.GrpcFixture.GET;
import static io.universalmiddleware.gateway.proxy.GrpcFixture.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.universalmiddleware.gateway.proxy.GrpcFixture.Answer;
import io.universalmiddleware.gateway.rpc.Frames;
import io.universalmiddleware.gateway.rpc.RpcClient;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client sends for a message over gRPC: how large, how compressed, how framed, and what is none. */
@Timeout(300)
class GrpcMessagesIT {
    private static GrpcFixture grpc;

    @BeforeAll
    static void start() {
        grpc = new GrpcFixture();
    }

    @AfterAll
    static void stop() {
        grpc.close();
    }

    @BeforeEach
    void answerARoute() {
        grpc.answerARoute();
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedAsItComesAndABombAsItUnfolds() {
        byte[] large = RpcClient.message(GET, "{\"id\":\"" + "x".repeat(5 << 20) + "\"}");
        byte[] bomb = field(1, new byte[50 << 20]);

        assertThat(grpc.refusal(GET, large, CallOptions.DEFAULT)).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(grpc.refusal(GET, bomb, CallOptions.DEFAULT.withCompression("gzip")))
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(grpc.seen).isEmpty();
    }

    @Test
    void aMessageByGzipAndALargeOneBothWaysPass() throws Exception {
        String name = "x".repeat(300_000);
        grpc.answer(200, Map.of(), "{\"name\":\"" + name + "\"}");

        JsonNode answer = grpc.client.call(
                UPDATE,
                "{\"route\":{\"id\":\"a\",\"name\":\"" + name + "\"}}",
                CallOptions.DEFAULT.withCompression("gzip"));

        assertThat(grpc.seen.take().body()).isEqualTo("{\"name\":\"" + name + "\"}");
        assertThat(answer.path("name").asText()).isEqualTo(name);
    }

    @Test
    void whatIsNoMessageOfTheTypeIsInvalid() {
        byte[] badText = {10, 2, (byte) 0xc3, (byte) 0x28};
        byte[] cut = {10, 50, 'a'};
        byte[] endless = new byte[400];
        for (int i = 0; i + 1 < endless.length; i += 2) {
            endless[i] = 0x0b; // a group within a group within …
            endless[i + 1] = 0x0b;
        }
        for (byte[] message : List.of(badText, cut, endless)) {
            assertThat(grpc.refusal(GET, message, CallOptions.DEFAULT)).isEqualTo(Status.Code.INVALID_ARGUMENT);
        }
        byte[] nested = new byte[0];
        for (int i = 0; i < 200; i++) {
            nested = field(6, field(1, nested)); // a Value of a list of a Value of …
        }
        assertThat(grpc.refusal(CREATE, field(1, field(8, nested)), CallOptions.DEFAULT))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(grpc.seen).isEmpty();
    }

    @Test
    void aNumberThatJsonDoesNotHaveIsInvalid() {
        byte[] nan = {17, 0, 0, 0, 0, 0, 0, (byte) 0xf8, 0x7f};
        assertThat(grpc.refusal(CREATE, field(1, field(8, nan)), CallOptions.DEFAULT))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void whatIsNotACallOverGrpcIsAProblem() throws IOException {
        Answer json = grpc.send(
                "/" + GET, MultiMap.caseInsensitiveMultiMap().add("content-type", "application/json"), new byte[0]);
        assertThat(json.status()).isEqualTo(415);
        assertThat(json.headers().get("content-type")).isEqualTo("application/problem+json");
        assertThat(grpc.send(
                                "/" + GET,
                                MultiMap.caseInsensitiveMultiMap().add("content-type", "application/grpc+json"),
                                new byte[0])
                        .status())
                .isEqualTo(415);
        try (RawClient raw = grpc.edge.connect()) {
            raw.send("POST /" + GET
                    + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/grpc\r\nContent-Length: 0\r\n\r\n");
            assertThat(raw.read().status()).isEqualTo(415);
        }
        assertThat(grpc.seen).isEmpty();
    }

    @Test
    void whatIsFramedWronglyEndsWithAStatus() {
        byte[] message = Frames.framed(RpcClient.message(GET, "{\"id\":\"x\"}"));
        byte[] twice = new byte[message.length * 2];
        System.arraycopy(message, 0, twice, 0, message.length);
        System.arraycopy(message, 0, twice, message.length, message.length);
        byte[] flagged = message.clone();
        flagged[0] = 1;
        byte[] strange = message.clone();
        strange[0] = 7;
        byte[] huge = {0, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff};
        byte[] cut = Arrays.copyOf(message, message.length - 1);

        assertThat(status(twice, GrpcFixture.headers())).isEqualTo("12");
        assertThat(status(new byte[0], GrpcFixture.headers())).isEqualTo("12");
        assertThat(status(flagged, GrpcFixture.headers())).isEqualTo("13");
        assertThat(status(flagged, GrpcFixture.headers().add("grpc-encoding", "gzip")))
                .isEqualTo("13");
        assertThat(status(message, GrpcFixture.headers().add("grpc-encoding", "br")))
                .isEqualTo("12");
        assertThat(status(strange, GrpcFixture.headers())).isEqualTo("13");
        assertThat(status(huge, GrpcFixture.headers())).isEqualTo("8");
        assertThat(status(cut, GrpcFixture.headers())).isEqualTo("13");
    }

    @Test
    void largeMessagesThatComeSlowlyOrUnfoldAreFew() throws IOException {
        byte[] whole = Frames.framed(RpcClient.message(GET, "{\"id\":\"" + "x".repeat(200_000) + "\"}"));
        Buffer begun = Buffer.buffer(Arrays.copyOf(whole, 100_000));
        List<HttpClientRequest> open = new CopyOnWriteArrayList<>();
        List<Future<Void>> begunAll = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            begunAll.add(grpc.http2.request(HttpMethod.POST, "/" + GET).compose(request -> {
                open.add(request);
                request.headers().addAll(GrpcFixture.headers());
                return request.setChunked(true).write(begun);
            }));
        }
        // only then: a probe that came between them would take the place of one of them, which would be refused for
        // good
        Future.all(begunAll)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();

        await().until(() -> status(whole, GrpcFixture.headers()).equals("14"));
        assertThat(status(folded("x".repeat(200_000)), GrpcFixture.headers().add("grpc-encoding", "gzip")))
                .isEqualTo("14");
        assertThat(status(folded("x"), GrpcFixture.headers().add("grpc-encoding", "gzip")))
                .isEqualTo("0");
        open.forEach(HttpClientRequest::reset);
        await().until(() -> !status(whole, GrpcFixture.headers()).equals("14"));
    }

    /** The frame of a question for a route, compressed. */
    private static byte[] folded(String id) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(RpcClient.message(GET, "{\"id\":\"" + id + "\"}"));
        }
        byte[] framed = Frames.framed(packed.toByteArray());
        framed[0] = 1;
        return framed;
    }

    /** A field of protobuf that holds bytes. */
    private static byte[] field(int number, byte[] value) {
        Buffer field = Buffer.buffer().appendByte((byte) (number << 3 | 2));
        int length = value.length;
        while (length > 127) {
            field.appendByte((byte) (length & 127 | 128));
            length >>= 7;
        }
        return field.appendByte((byte) length).appendBytes(value).getBytes();
    }

    private static String status(byte[] sent, MultiMap headers) {
        Answer answer = grpc.send("/" + GET, headers, sent);
        String alone = answer.headers().get("grpc-status");
        return alone == null ? answer.trailers().get("grpc-status") : alone;
    }
}
