package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.FunctionCounter;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.gateway.network.AddressGuard;
import io.universalmiddleware.gateway.network.AllowedNetworks;
import io.universalmiddleware.gateway.network.NobodysPort;
import io.universalmiddleware.gateway.pool.OriginKey;
import io.universalmiddleware.gateway.pool.OriginPool;
import io.universalmiddleware.gateway.pool.PoolConfig;
import io.universalmiddleware.gateway.pool.Surroundings;
import io.universalmiddleware.gateway.pool.TargetState;
import io.universalmiddleware.gateway.routing.PathPattern;
import io.universalmiddleware.gateway.routing.Retries;
import io.universalmiddleware.gateway.routing.RouteMatch;
import io.universalmiddleware.gateway.upkeep.Upkeep;
import io.universalmiddleware.stores.Ports;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes through pools of real origins that are killed, slow, wrong and brought back. */
class OriginPoolIT {
    private static final String GET = "GET %s HTTP/1.1\r\nHost: shop.localhost\r\n%s\r\n";

    private final Map<Integer, HttpServer> origins = new HashMap<>();
    private final Map<Integer, NobodysPort> gone = new HashMap<>();
    private final Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();
    private final Map<OriginKey, PoolConfig> configs = new HashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private EdgeFixture fixture;
    private Upkeep upkeep;

    @BeforeEach
    void start() {
        fixture = EdgeFixture.before(request -> request.response().end("platform"));
        upkeep = upkeep("127.0.0.0/8");
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        upkeep.close();
        fixture.close();
        gone.values().forEach(NobodysPort::close);
    }

    @Test
    void anOriginThatIsKilledUnderLoadCostsNoRequestAndIsUsedAgainWhenItIsBack() throws Exception {
        int a = origin("a", OriginPoolIT::ok);
        int b = origin("b", OriginPoolIT::ok);
        int c = origin("c", OriginPoolIT::ok);
        OriginPool pool = pool("web", "'health':{'interval':'100ms','timeout':'30s'}", a, b, c);
        serve(pool);
        AtomicBoolean loading = new AtomicBoolean(true);
        AtomicInteger answered = new AtomicInteger();
        List<CompletableFuture<List<String>>> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(CompletableFuture.supplyAsync(() -> load(loading, answered), threads));
        }
        await().until(() -> answered.get() > 500);

        kill(b);
        int atKill = answered.get();
        await().until(() -> answered.get() > atKill + 2_000);
        await().until(() -> pool.state().targets().get(1).state().equals("down"));
        int reached = seen("b");
        restart(b, "b");
        await().until(() -> seen("b") > reached + 50);
        loading.set(false);

        assertThat(clients).allSatisfy(client -> assertThat(client.join()).isEmpty());
        assertThat(pool.state().targets())
                .filteredOn(target -> target.url().endsWith(":" + b))
                .flatExtracting(TargetState::changes)
                .extracting("to")
                .contains("down", "up");
    }

    @Test
    void whatIsNotIdempotentIsNeverSentTwiceUnlessItsClientNamesItsKey() throws Exception {
        AtomicInteger arrived = new AtomicInteger();
        int port = origin("a", request -> {
            arrived.incrementAndGet();
            request.connection().close();
        });
        serve(pool("web", "'outlier':{'enabled':false}", port));

        assertThat(send("POST /x HTTP/1.1\r\nHost: shop.localhost\r\nContent-Length: 0\r\n\r\n")
                        .status())
                .isEqualTo(502);
        assertThat(arrived).hasValue(1);
        assertThat(send("POST /x HTTP/1.1\r\nHost: shop.localhost\r\nIdempotency-Key: k1\r\nContent-Length: 0\r\n\r\n")
                        .status())
                .isEqualTo(502);
        assertThat(arrived).hasValue(3);
    }

    /** How much slower they become is measured where nothing else runs; here, that nothing waits for the slow one. */
    @Test
    void anOriginThatDoesNotAnswerTakesNothingFromOtherRoutes() throws Exception {
        int slow = origin("slow", request -> {});
        int fast = origin("fast", OriginPoolIT::ok);
        OriginPool slowPool = pool("slow", "'bulkhead':{'inFlight':16,'queue':8,'wait':'100ms'}", slow);
        OriginPool fastPool = pool("fast", "'bulkhead':{'inFlight':16,'queue':8}", fast);
        fixture.serve(
                TenantRoutes.route("slow", RouteMatch.of(PathPattern.prefix("/slow")), slowPool, Retries.ONCE),
                TenantRoutes.route("fast", RouteMatch.of(PathPattern.prefix("/fast")), fastPool, Retries.ONCE));
        List<RawClient> stuck = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            stuck.add(fixture.connect().send(GET.formatted("/slow", "")));
        }
        await().until(() -> seen("slow") == 16);

        for (int i = 0; i < 10; i++) {
            assertThat(get("/slow", "").status()).isEqualTo(503);
        }
        List<CompletableFuture<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(CompletableFuture.supplyAsync(() -> fine(500), threads));
        }

        assertThat(clients).allSatisfy(client -> assertThat(client.join()).isEqualTo(500));
        assertThat(slowPool.state().inFlight()).isEqualTo(16);
        assertThat(seen("slow")).isEqualTo(16);
        for (RawClient client : stuck) {
            client.close();
        }
        await().until(() -> slowPool.state().inFlight() == 0);
    }

    @Test
    void streamsDoNotTakeThePlacesOfRequests() throws Exception {
        int a = origin("a", request -> {
            if (request.path().equals("/events")) {
                request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
                request.response().write("data: 1\n\n");
            } else {
                request.response().end("a");
            }
        });
        OriginPool pool = pool("web", "'bulkhead':{'inFlight':1,'queue':0}", a);
        serve(pool);
        try (RawClient first = fixture.connect();
                RawClient second = fixture.connect()) {
            assertThat(first.send(GET.formatted("/events", "")).line()).contains("200");
            assertThat(second.send(GET.formatted("/events", "")).line()).contains("200");
            assertThat(get("/", "").status()).isEqualTo(200);
            await().until(() -> pool.state().targets().get(0).inFlight() == 2);
        }
        await().until(() -> pool.state().targets().get(0).inFlight() == 0);
        assertThat(pool.state().inFlight()).isZero();
    }

    @Test
    void withEverythingDownTheAnswerIs503AtOnceAndComesBackByItself() throws Exception {
        int a = origin("a", OriginPoolIT::ok);
        int b = origin("b", OriginPoolIT::ok);
        OriginPool pool = pool("web", "'breaker':{'minimum':5,'open':'300ms','probes':1}", a, b);
        serve(pool);
        assertThat(get("/", "").status()).isEqualTo(200);
        kill(a);
        kill(b);

        for (int i = 0; i < 30; i++) {
            long begin = System.nanoTime();
            RawClient.Response response = get("/", "");
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.header("Retry-After")).isNotEmpty();
            assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(response.body()).doesNotContain("127.0.0.1", "Exception");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(50));
        }
        await().untilAsserted(() -> assertThat(pool.state().breaker().state()).isNotEqualTo("closed"));

        restart(a, "a");
        restart(b, "b");
        await().until(() -> get("/", "").status() == 200);
        await().untilAsserted(() -> {
            get("/", "");
            assertThat(pool.state().breaker().state()).isEqualTo("closed");
        });
    }

    @Test
    void whileTheBreakerIsOpenTheOriginIsNotAsked() throws Exception {
        int a = origin("a", request -> request.response().setStatusCode(500).end());
        OriginPool pool = pool("web", "'breaker':{'minimum':5,'open':'1m'},'outlier':{'enabled':false}", a);
        serve(pool);
        for (int i = 0; i < 5; i++) {
            assertThat(get("/", "").status()).isEqualTo(500);
        }
        int asked = seen("a");

        for (int i = 0; i < 20; i++) {
            RawClient.Response response = get("/", "");
            assertThat(response.status()).isEqualTo(503);
            assertThat(Integer.parseInt(response.header("Retry-After"))).isBetween(1, 60);
        }
        assertThat(seen("a")).isEqualTo(asked);
    }

    @Test
    void aTargetThatFailsItsChecksIsLeftAloneUntilItPassesThem() throws Exception {
        AtomicBoolean healthy = new AtomicBoolean(true);
        int a = origin("a", request -> {
            boolean check = request.path().equals("/health");
            request.response()
                    .setStatusCode(check && !healthy.get() ? 503 : 200)
                    .end("a");
        });
        int b = origin("b", OriginPoolIT::ok);
        OriginPool pool = pool(
                "web",
                "'health':{'path':'/health','interval':'100ms','timeout':'30s','healthy':2,'unhealthy':2}",
                a,
                b);
        serve(pool);

        healthy.set(false);
        await().until(() -> pool.state().targets().get(0).state().equals("down"));
        for (int i = 0; i < 30; i++) {
            assertThat(get("/", "").body()).isEqualTo("b");
        }
        healthy.set(true);
        await().until(() -> get("/", "").body().equals("a"));
    }

    @Test
    void aStickyClientStaysAndAHashedOneGoesToItsOwn() throws Exception {
        int a = origin("a", OriginPoolIT::ok);
        int b = origin("b", OriginPoolIT::ok);
        int c = origin("c", OriginPoolIT::ok);
        serve(pool("sticky", "'sticky':{'cookie':'SRV'}", a, b, c));
        RawClient.Response first = get("/", "");
        String cookie = first.header("Set-Cookie");
        assertThat(cookie).startsWith("SRV=");
        for (int i = 0; i < 20; i++) {
            RawClient.Response again = get("/", "Cookie: " + cookie.substring(0, cookie.indexOf(';')) + "\r\n");
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.header("Set-Cookie")).isEmpty();
        }

        serve(pool("hashed", "'balance':'consistent-hash','hash':{'header':'X-User'}", a, b, c));
        for (String user : List.of("ann", "bob", "cleo")) {
            String owner = get("/", "X-User: " + user + "\r\n").body();
            for (int i = 0; i < 10; i++) {
                assertThat(get("/", "X-User: " + user + "\r\n").body()).isEqualTo(owner);
            }
        }
    }

    @Test
    void whatIsNotAllowedIsNeverConnectedToAndNoRedirectIsFollowed() throws Exception {
        int canary = origin("canary", OriginPoolIT::ok);
        int moved = origin(
                "moved",
                request -> request.response()
                        .setStatusCode(302)
                        .putHeader("Location", "http://127.0.0.1:" + canary + "/secret")
                        .end());
        try (Upkeep closed = upkeep("")) {
            PoolConfig config = config("'health':{'interval':'100ms'}", canary);
            closed.pools().apply(Map.of(new OriginKey("shop", "inside"), config));
            serve(closed.pools().of(new OriginKey("shop", "inside"), config));

            assertThat(get("/", "").status()).isEqualTo(503);
            assertThat(closed.pools().states().get(0).faults().get(0)).contains("loopback");
        }
        serve(pool("moved", "", moved));

        assertThat(get("/", "").status()).isEqualTo(302);
        assertThat(seen("canary")).isZero();
    }

    @Test
    void whatIsKnownOfTargetsIsShownAndGoesWithThem() throws Exception {
        int a = origin("a", OriginPoolIT::ok);
        serve(pool("web", "", a));
        get("/", "");
        await().until(() -> answeredShown() == 1);
        assertThat(fixture.metrics.get("um.edge.target.up").gauge().value()).isEqualTo(1);
        assertThat(fixture.metrics.get("um.edge.origin.breaker.open").gauge().value())
                .isZero();

        upkeep.pools().apply(Map.of());
        await().until(() -> fixture.metrics.find("um.edge.target.up").gauge() == null);
        await().until(() -> fixture.metrics.find("um.edge.origin.waiting").gauge() == null);
    }

    private double answeredShown() {
        FunctionCounter counter = fixture.metrics
                .find("um.edge.target.attempts")
                .tags("tenant", "shop", "origin", "web", "outcome", "answered")
                .functionCounter();
        return counter == null ? -1 : counter.count();
    }

    /** Sends until told to stop; what was not answered 200. */
    private List<String> load(AtomicBoolean loading, AtomicInteger answered) {
        List<String> wrong = new ArrayList<>();
        try (RawClient client = fixture.connect()) {
            while (loading.get()) {
                RawClient.Response response =
                        client.send(GET.formatted("/item", "")).read();
                if (response.status() != 200) {
                    wrong.add(response.status() + " " + response.body());
                }
                answered.incrementAndGet();
            }
        } catch (IOException cut) {
            wrong.add(cut.toString());
        }
        return wrong;
    }

    /** How many of so many requests, one after the other, are answered 200. */
    private int fine(int requests) {
        int fine = 0;
        try (RawClient client = fixture.connect()) {
            for (int i = 0; i < requests; i++) {
                fine += client.send(GET.formatted("/fast", "")).read().status() == 200 ? 1 : 0;
            }
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        }
        return fine;
    }

    private Upkeep upkeep(String allowed) {
        Upkeep made = new Upkeep(
                new AddressGuard(AllowedNetworks.parse(allowed)),
                service -> CompletableFuture.completedFuture(List.of()),
                fixture.metrics,
                Surroundings.real(Clock.systemUTC()));
        made.start();
        return made;
    }

    private void serve(OriginPool pool) {
        fixture.serve(TenantRoutes.all(pool));
    }

    private OriginPool pool(String name, String more, int... ports) {
        OriginKey key = new OriginKey("shop", name);
        configs.put(key, config(more, ports));
        upkeep.pools().apply(configs);
        return upkeep.pools().find(key).orElseThrow();
    }

    private static PoolConfig config(String more, int... ports) {
        StringBuilder document = new StringBuilder("{'targets':[");
        for (int i = 0; i < ports.length; i++) {
            document.append(i == 0 ? "" : ",")
                    .append("{'url':'http://127.0.0.1:")
                    .append(ports[i])
                    .append("'}");
        }
        document.append(']').append(more.isEmpty() ? "" : "," + more).append('}');
        Violations violations = new Violations();
        try {
            PoolConfig config = PoolConfig.read(
                    Section.of(new ObjectMapper().readTree(document.toString().replace('\'', '"')), violations));
            assertThat(violations.list()).isEmpty();
            return config;
        } catch (JsonProcessingException invalid) {
            throw new IllegalArgumentException(invalid);
        }
    }

    private int origin(String name, Consumer<HttpServerRequest> handler) {
        return listen(Ports.free(), name, handler);
    }

    private void restart(int port, String name) {
        gone.remove(port).close();
        listen(port, name, OriginPoolIT::ok);
    }

    private int listen(int port, String name, Consumer<HttpServerRequest> handler) {
        HttpServer server = fixture.vertx()
                .createHttpServer()
                .requestHandler(request -> {
                    seen.computeIfAbsent(name, any -> new AtomicInteger()).incrementAndGet();
                    request.response().putHeader("X-Origin", name);
                    handler.accept(request);
                })
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        origins.put(server.actualPort(), server);
        return server.actualPort();
    }

    /** Closes its listener and cuts its connections, whatever is in flight on them. */
    private void kill(int port) {
        HttpServer server = origins.remove(port);
        assertThat(server).isNotNull();
        server.close().toCompletionStage().toCompletableFuture().join();
        gone.put(port, new NobodysPort(port));
    }

    private int seen(String name) {
        AtomicInteger count = seen.get(name);
        return count == null ? 0 : count.get();
    }

    private static void ok(HttpServerRequest request) {
        request.response().end(request.response().headers().get("X-Origin"));
    }

    private RawClient.Response get(String path, String fields) {
        return send(GET.formatted(path, fields));
    }

    private RawClient.Response send(String request) {
        try (RawClient client = fixture.connect()) {
            return client.send(request).read();
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        }
    }
}
