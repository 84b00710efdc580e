package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.gateway.caching.CacheDefinition;
import io.universalmiddleware.gateway.caching.CachingNode;
import io.universalmiddleware.gateway.caching.TestClock;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two edges with a shared cache before a real origin. */
@WithBackends
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeCacheIT {
    private final TestClock clock = new TestClock();
    private final RedisBackend redis;
    private final AtomicInteger version = new AtomicInteger();
    private final ConcurrentLinkedQueue<HttpServerResponse> held = new ConcurrentLinkedQueue<>();
    private volatile boolean holds;
    private EdgeFixture one;
    private EdgeFixture two;
    private CachingNode nodeOne;
    private CachingNode nodeTwo;
    private HttpClient client;

    EdgeCacheIT(RedisBackend redis) {
        this.redis = redis;
    }

    @BeforeAll
    void start() {
        one = EdgeFixture.before(this::origin);
        two = EdgeFixture.beforePort(EdgeFixtureOptions.patient(), one.originPort);
        nodeOne = new CachingNode(redis, clock, CacheDefinition.BY_ORIGIN).connected();
        nodeTwo = new CachingNode(redis, clock, CacheDefinition.BY_ORIGIN).connected();
        serve(one, nodeOne, one.originPort);
        serve(two, nodeTwo, one.originPort);
        client = one.vertx().createHttpClient(new HttpClientOptions().setMaxPoolSize(600));
    }

    @AfterAll
    void stop() {
        nodeOne.close();
        nodeTwo.close();
        two.close();
        one.close();
    }

    @Test
    void fiveHundredClientsAtAnExpiredKeyAreOneRequestToTheOrigin() {
        version.set(1);
        assertThat(get(one, "/hot").join().body).isEqualTo("/hot 1");
        await().until(() -> get(two, "/hot").join().cacheStatus.contains("hit"));
        clock.advance(Duration.ofSeconds(61));
        int before = one.seenByOrigin.get();
        holds = true;
        version.set(2);

        List<CompletableFuture<Got>> answers = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            answers.add(get(one, "/hot"));
            answers.add(get(two, "/hot"));
        }
        await().until(() -> open(one) + open(two) == 500);
        release("/hot 2");

        assertThat(answers)
                .allSatisfy(answer -> assertThat(
                                answer.orTimeout(60, TimeUnit.SECONDS).join().body)
                        .isEqualTo("/hot 2"));
        assertThat(one.seenByOrigin.get() - before).isEqualTo(1);
    }

    @Test
    void whatIsStoredIsAnsweredAsTheOriginWould() {
        get(one, "/plain").join();
        Got hit = await().until(() -> get(two, "/plain").join(), got -> got.cacheStatus.contains("hit"));

        assertThat(hit.body).startsWith("/plain ");
        assertThat(hit.age).isEqualTo("0");
        assertThat(hit.length).isEqualTo(Integer.toString(hit.body.length()));
        Got head = send(HttpMethod.HEAD, two, "/plain").join();
        assertThat(head.status).isEqualTo(200);
        assertThat(head.length).isEqualTo(hit.length);
        assertThat(head.body).isEmpty();
        assertThat(get(one, "/plain", "If-None-Match", "\"/plain\"").join().status)
                .isEqualTo(304);
        Got range = get(one, "/plain", "Range", "bytes=1-5").join();
        assertThat(range.status).isEqualTo(206);
        assertThat(range.body).isEqualTo("plain");
        Got behind = get(one, "/plain", "Range", "bytes=99-").join();
        assertThat(behind.status).isEqualTo(416);
        assertThat(behind.body).contains("range-not-satisfiable").contains("requestId");
    }

    @Test
    void aChangeThroughOneEdgeIsSeenThroughTheOther() {
        version.set(5);
        get(one, "/changed").join();
        await().until(() -> get(two, "/changed").join().cacheStatus.contains("hit"));
        version.set(6);

        assertThat(send(HttpMethod.POST, one, "/changed").join().status).isEqualTo(200);

        await().until(() -> get(two, "/changed").join().body.equals("/changed 6"));
        assertThat(get(one, "/changed").join().body).isEqualTo("/changed 6");
    }

    /** Of those that are not stored, the one of unknown length is small enough that nobody can fall so far behind as to be cut. */
    @Test
    void largeBodiesComeWholeWhetherTheyAreStoredOrNot() {
        for (String path : List.of("/bytes/1000000", "/bytes/5000000", "/chunks/1000000", "/chunks/2300000")) {
            int length = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
            List<CompletableFuture<Got>> answers = List.of(get(one, path), get(one, path), get(two, path));
            for (CompletableFuture<Got> answer : answers) {
                assertThat(answer.orTimeout(60, TimeUnit.SECONDS).join().body).isEqualTo("x".repeat(length));
            }
        }
        await().until(() -> get(one, "/chunks/1000000").join().cacheStatus.contains("hit"));
        assertThat(get(one, "/bytes/5000000").join().cacheStatus).doesNotContain("hit");
    }

    @Test
    void anOriginThatIsDeadLeavesWhatIsStored() {
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer origin = vertx.createHttpServer()
                    .requestHandler(request -> request.response()
                            .putHeader("Cache-Control", "max-age=1, stale-if-error=600")
                            .end("kept"))
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            serve(two, nodeTwo, origin.actualPort());
            assertThat(get(two, "/kept").join().body).isEqualTo("kept");
            origin.close().toCompletionStage().toCompletableFuture().join();
            clock.advance(Duration.ofSeconds(5));

            assertThat(get(two, "/kept").join().body).isEqualTo("kept");
            Got none = get(two, "/never").join();
            assertThat(none.status).isBetween(502, 503);
        } finally {
            serve(two, nodeTwo, one.originPort);
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private void origin(HttpServerRequest request) {
        HttpServerResponse response = request.response()
                .putHeader("Cache-Control", "max-age=60")
                .putHeader("ETag", '"' + request.path() + '"');
        String[] parts = request.path().split("/");
        if (holds) {
            held.add(response);
            if (!holds && held.remove(response)) {
                response.end(request.path() + ' ' + version.get()); // released in between
            }
        } else if (parts[1].equals("bytes")) {
            response.end("x".repeat(Integer.parseInt(parts[2])));
        } else if (parts[1].equals("chunks")) {
            response.setChunked(true);
            for (int i = 0; i < Integer.parseInt(parts[2]); i += 100_000) {
                response.write("x".repeat(100_000));
            }
            response.end();
        } else {
            response.end(request.path() + ' ' + version.get());
        }
    }

    private void release(String body) {
        holds = false;
        one.vertx().runOnContext(nothing -> {
            for (HttpServerResponse response = held.poll(); response != null; response = held.poll()) {
                response.end(body);
            }
        });
    }

    private static void serve(EdgeFixture edge, CachingNode node, int origin) {
        edge.serve(TenantRoutes.all(
                EdgeFixture.targets(origin),
                node.cache.invalidating(),
                node.cache.filter("shop", "all", CacheDefinition.BY_ORIGIN)));
    }

    private static double open(EdgeFixture edge) {
        return edge.metrics.get("um.edge.exchanges.open").gauge().value();
    }

    private CompletableFuture<Got> get(EdgeFixture edge, String path, String... fields) {
        return send(HttpMethod.GET, edge, path, fields);
    }

    private CompletableFuture<Got> send(HttpMethod method, EdgeFixture edge, String path, String... fields) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setServer(SocketAddress.inetSocketAddress(edge.port, "127.0.0.1"))
                .setHost("shop.localhost")
                .setPort(80)
                .setURI(path);
        return client.request(options)
                .compose(request -> {
                    for (int i = 0; i < fields.length; i += 2) {
                        request.putHeader(fields[i], fields[i + 1]);
                    }
                    // within, so that the body is awaited before its first byte can have come
                    return request.send()
                            .compose(response -> response.body()
                                    .map(body -> new Got(
                                            response.statusCode(),
                                            String.valueOf(response.getHeader("Cache-Status")),
                                            String.valueOf(response.getHeader("Age")),
                                            String.valueOf(response.getHeader("Content-Length")),
                                            text(body))));
                })
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS);
    }

    private static String text(Buffer body) {
        return body.toString();
    }

    private record Got(int status, String cacheStatus, String age, String length, String body) {}
}
