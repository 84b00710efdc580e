package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 by prior knowledge in, HTTP/1.1 out. */
@Timeout(180)
class Http2IT {
    private static EdgeFixture fixture;
    private static HttpClient client;

    /** A response, read to its end. */
    private record Answer(int status, MultiMap headers, Buffer body, MultiMap trailers) {}

    @BeforeAll
    static void start() {
        fixture = EdgeFixture.before(Http2IT::serve);
        client = fixture.vertx()
                .createHttpClient(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setDefaultHost("127.0.0.1")
                        .setDefaultPort(fixture.port));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void manyStreamsOfOneConnectionAreServed() {
        List<CompletableFuture<Answer>> all = new ArrayList<>(IntStream.range(0, 200)
                .mapToObj(
                        i -> send(HttpMethod.POST, "/api/count", MultiMap.caseInsensitiveMultiMap(), "x".repeat(i + 1)))
                .toList());

        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).join().body()).hasToString(Integer.toString(i + 1));
        }
    }

    @Test
    void aLargeBodyPassesBothWays() {
        Answer answer = send(HttpMethod.POST, "/api/echo", MultiMap.caseInsensitiveMultiMap(), "y".repeat(5 << 20))
                .join();

        assertThat(answer.body().length()).isEqualTo(5 << 20);
    }

    @Test
    void cookiesAreJoinedAndTheAuthorityBecomesTheHost() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("cookie", "a=1")
                .add("cookie", "b=2")
                .add("x-forwarded-for", "6.6.6.6");

        JsonObject seen =
                send(HttpMethod.GET, "/api/headers", headers, "").join().body().toJsonObject();

        assertThat(seen.getJsonArray("cookie")).hasToString("[\"a=1; b=2\"]");
        assertThat(seen.getJsonArray("host")).hasToString("[\"127.0.0.1:" + fixture.port + "\"]");
        assertThat(seen.getJsonArray("x-forwarded-for")).hasToString("[\"127.0.0.1\"]");
        assertThat(seen.getJsonArray("via")).hasToString("[\"2 um\"]");
        assertThat(seen.containsKey("transfer-encoding")).isFalse();
    }

    @Test
    void trailersPass() {
        Answer answer = send(HttpMethod.GET, "/api/trailers", MultiMap.caseInsensitiveMultiMap(), "")
                .join();

        assertThat(answer.trailers().get("grpc-status")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void hintsPassBeforeTheAnswer(String method) {
        List<String> links = new CopyOnWriteArrayList<>();

        String body = client.request(new RequestOptions()
                        .setMethod(HttpMethod.valueOf(method))
                        .setURI("/api/hints"))
                .compose(request -> {
                    request.earlyHintsHandler(hints -> links.addAll(hints.getAll("link")));
                    return method.equals("GET") ? request.send() : request.send("x");
                })
                .compose(response -> response.body().map(all -> response.statusCode() + " " + all))
                .toCompletionStage()
                .toCompletableFuture()
                .join();

        assertThat(body).isEqualTo("200 hinted");
        assertThat(links).containsExactly("</a>; rel=preload", "</b>; rel=preload");
    }

    @Test
    void aBodyOfNothingMayEndInAPieceOfItsOwn() {
        Buffer body = client.request(
                        new RequestOptions().setMethod(HttpMethod.POST).setURI("/api/count"))
                .compose(request -> request.send(Buffer.buffer()))
                .compose(HttpClientResponse::body)
                .toCompletionStage()
                .toCompletableFuture()
                .join();

        assertThat(body).hasToString("0");
    }

    @Test
    void ambiguousPathsAndUnknownOnesAreProblems() {
        Answer ambiguous = send(HttpMethod.GET, "/api/%2e%2e/x", MultiMap.caseInsensitiveMultiMap(), "")
                .join();
        Answer unknown = send(HttpMethod.GET, "/x", MultiMap.caseInsensitiveMultiMap(), "")
                .join();

        assertThat(ambiguous.status()).isEqualTo(400);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.headers().get("content-type")).isEqualTo("application/problem+json");
        assertThat(unknown.headers().get("connection")).isNull();
    }

    @Test
    void aTargetThatWouldSplitTheRequestIsRefused() {
        Answer answer = send(
                        HttpMethod.GET,
                        "/api HTTP/1.1\r\nHost: a\r\n\r\nGET /api/smuggled",
                        MultiMap.caseInsensitiveMultiMap(),
                        "")
                .join();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(fixture.pathsSeen()).noneMatch(path -> path.equals("/api") || path.contains("smuggled"));
    }

    @Test
    void aBodyThatIsLongerThanItSaysNeverBecomesASecondRequest() {
        int seen = fixture.seenByOrigin.get();
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("content-length", "1");

        CompletableFuture<Answer> answer =
                send(HttpMethod.POST, "/api/count", headers, "xGET /api/smuggled HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(answer.handle((got, reset) -> got == null ? 0 : got.status()).join())
                .isIn(0, 400);
        send(HttpMethod.GET, "/api/headers", MultiMap.caseInsensitiveMultiMap(), "")
                .join();
        assertThat(fixture.seenByOrigin.get()).isLessThanOrEqualTo(seen + 2);
        assertThat(fixture.pathsSeen()).noneMatch(path -> path.contains("smuggled"));
    }

    @Test
    void tooManyFieldsAre431AndATargetTooLongIs414() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < 60; i++) {
            headers.add("x-" + i, "1");
        }

        assertThat(send(HttpMethod.GET, "/api/headers", headers, "").join().status())
                .isEqualTo(431);
        assertThat(send(HttpMethod.GET, "/api/" + "a".repeat(2_001), MultiMap.caseInsensitiveMultiMap(), "")
                        .join()
                        .status())
                .isEqualTo(414);
    }

    @Test
    void aBodyTooLargeIs413() {
        try (EdgeFixture small = EdgeFixture.before(EdgeFixtureOptions.trusting(0), Http2IT::serve)) {
            Answer answer = send(
                            small.port,
                            HttpMethod.POST,
                            "/api/count",
                            MultiMap.caseInsensitiveMultiMap(),
                            "z".repeat(2 << 20))
                    .join();
            assertThat(answer.status()).isEqualTo(413);
        }
    }

    @Test
    void anOriginThatDiesWithinItsAnswerResetsTheStream() {
        assertThatThrownBy(() -> send(HttpMethod.GET, "/api/dies", MultiMap.caseInsensitiveMultiMap(), "")
                        .join())
                .hasMessageContaining("reset");
    }

    private static CompletableFuture<Answer> send(HttpMethod method, String uri, MultiMap headers, String body) {
        return send(fixture.port, method, uri, headers, body);
    }

    private static CompletableFuture<Answer> send(
            int port, HttpMethod method, String uri, MultiMap headers, String body) {
        return client.request(
                        new RequestOptions().setPort(port).setMethod(method).setURI(uri))
                .compose(request -> {
                    request.headers().addAll(headers);
                    return body.isEmpty() ? request.send() : request.send(body);
                })
                .compose(response -> response.body().map(all -> answer(response, all)))
                .toCompletionStage()
                .toCompletableFuture();
    }

    private static Answer answer(HttpClientResponse response, Buffer body) {
        return new Answer(response.statusCode(), response.headers(), body, response.trailers());
    }

    private static void serve(HttpServerRequest request) {
        switch (request.path()) {
            case "/api/count" ->
                request.body().onSuccess(body -> request.response().end(Integer.toString(body.length())));
            case "/api/echo" -> {
                request.response().setChunked(true);
                request.pipeTo(request.response());
            }
            case "/api/trailers" ->
                request.response()
                        .setChunked(true)
                        .putTrailer("grpc-status", "0")
                        .end("body");
            case "/api/hints" ->
                request.body()
                        .compose(body -> request.response()
                                .writeEarlyHints(MultiMap.caseInsensitiveMultiMap()
                                        .add("Link", "</a>; rel=preload")
                                        .add("Link", "</b>; rel=preload")))
                        .onComplete(told -> request.response().end("hinted"));
            case "/api/dies" ->
                request.response()
                        .setChunked(true)
                        .write("some")
                        .onComplete(sent -> request.connection().close());
            default -> {
                JsonObject seen = new JsonObject();
                request.headers()
                        .names()
                        .forEach(name -> seen.put(
                                name.toLowerCase(Locale.ROOT),
                                new JsonArray(request.headers().getAll(name))));
                request.response().end(seen.encode());
            }
        }
    }
}
