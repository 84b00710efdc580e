package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.network.AddressGuard;
import io.universalmiddleware.gateway.network.AllowedNetworks;
import io.universalmiddleware.gateway.network.NameServers;
import io.universalmiddleware.gateway.network.NobodysPort;
import io.universalmiddleware.gateway.pool.OriginKey;
import io.universalmiddleware.gateway.pool.OriginPool;
import io.universalmiddleware.gateway.pool.PoolConfig;
import io.universalmiddleware.gateway.pool.Surroundings;
import io.universalmiddleware.gateway.upkeep.Upkeep;
import io.universalmiddleware.stores.Ports;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An edge before pools of real origins, which a test kills and brings back. */
abstract class PooledOrigins {
    static final String GET = "GET %s HTTP/1.1\r\nHost: shop.localhost\r\n%s\r\n";

    private final Map<Integer, HttpServer> origins = new HashMap<>();
    private final Map<Integer, NobodysPort> gone = new HashMap<>();
    private final Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();
    private final Map<OriginKey, PoolConfig> configs = new HashMap<>();
    final ExecutorService threads = Executors.newCachedThreadPool();
    EdgeFixture fixture;
    Upkeep upkeep;

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

    Upkeep upkeep(String allowed) {
        Upkeep made = new Upkeep(
                new AddressGuard(AllowedNetworks.parse(allowed)),
                NameServers.OF_THE_MACHINE,
                service -> CompletableFuture.completedFuture(List.of()),
                fixture.metrics,
                Surroundings.real(Clock.systemUTC()));
        made.start();
        return made;
    }

    void serve(OriginPool pool) {
        fixture.serve(TenantRoutes.all(pool));
    }

    OriginPool pool(String name, String more, int... ports) {
        OriginKey key = new OriginKey("shop", name);
        configs.put(key, config(more, ports));
        upkeep.pools().apply(configs);
        return upkeep.pools().find(key).orElseThrow();
    }

    static PoolConfig config(String more, int... ports) {
        String targets = IntStream.of(ports)
                .mapToObj(port -> "{'url':'http://127.0.0.1:" + port + "'}")
                .collect(Collectors.joining(","));
        return Documents.read(
                PoolConfig::read, "{'targets':[" + targets + ']' + (more.isEmpty() ? "" : ',' + more) + '}');
    }

    int origin(String name, Consumer<HttpServerRequest> handler) {
        return listen(Ports.free(), name, handler);
    }

    void restart(int port, String name) {
        gone.remove(port).close();
        listen(port, name, PooledOrigins::ok);
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
    void kill(int port) {
        HttpServer server = origins.remove(port);
        assertThat(server).isNotNull();
        server.close().toCompletionStage().toCompletableFuture().join();
        gone.put(port, new NobodysPort(port));
    }

    int seen(String name) {
        AtomicInteger count = seen.get(name);
        return count == null ? 0 : count.get();
    }

    static void ok(HttpServerRequest request) {
        request.response().end(request.response().headers().get("X-Origin"));
    }

    RawClient.Response get(String path, String fields) {
        return send(GET.formatted(path, fields));
    }

    RawClient.Response send(String request) {
        try (RawClient client = fixture.connect()) {
            return client.send(request).read();
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        }
    }
}
