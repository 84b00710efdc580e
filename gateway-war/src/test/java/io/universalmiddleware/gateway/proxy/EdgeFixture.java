package io.universalmiddleware.gateway.proxy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.gateway.routing.Patience;
import io.universalmiddleware.gateway.routing.Route;
import io.universalmiddleware.gateway.routing.RouteRule;
import io.universalmiddleware.gateway.routing.RouteTable;
import io.universalmiddleware.gateway.routing.Upstream;
import io.universalmiddleware.gateway.rpc.RpcServices;
import io.universalmiddleware.gateway.snapshot.EdgeRoute;
import io.universalmiddleware.gateway.snapshot.EdgeSnapshot;
import io.universalmiddleware.gateway.snapshot.EdgeTenant;
import io.universalmiddleware.gateway.tenancy.TenantBy;
import io.universalmiddleware.gateway.tenancy.TenantFinder;
import io.universalmiddleware.gateway.tls.CertificateFiles;
import io.universalmiddleware.gateway.tls.TestAuthority;
import io.universalmiddleware.gateway.traffic.Traffic;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A running edge in front of a real origin, both on free ports of this machine. */
final class EdgeFixture implements AutoCloseable {
    /** Longer than a busy machine halts a thread. */
    static final Duration SHORT = Duration.ofSeconds(5);

    static final TestAuthority AUTHORITY = new TestAuthority("edge's authority");
    private static final TestAuthority.Issued MAIN =
            AUTHORITY.issue("localhost", "*.localhost", "*.two.example", "127.0.0.1");

    final Traffic traffic = new Traffic(1_000, Clock.systemUTC());
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final AtomicInteger seenByOrigin;
    final EdgeServer edge;
    final int port;
    final int originPort;
    final Path certificates = directory();
    private final Vertx vertx;
    private boolean overTls;
    private final Set<String> paths;

    private EdgeFixture(
            Vertx vertx, EdgeFixtureOptions options, int originPort, AtomicInteger seenByOrigin, Set<String> paths) {
        this.paths = paths;
        this.vertx = vertx;
        this.seenByOrigin = seenByOrigin;
        this.originPort = originPort;
        edge = new EdgeServer(
                options.listener(),
                options.pool(),
                routes(options.patience(), originPort),
                new TenantFinder(List.of(TenantBy.values()), "localhost"),
                new ObjectMapper(),
                metrics,
                Spans.off(),
                Clock.systemUTC(),
                traffic);
        MAIN.write(certificates, "main");
        edge.tls(new TlsListener(
                0,
                new CertificateFiles(
                        certificates.resolve("main.crt"), certificates.resolve("main.key"), Optional.of(certificates)),
                Duration.ofMillis(100),
                options.listener().headTimeout()));
        port = edge.start();
        edge.snapshot(EdgeSnapshot.empty());
    }

    /** An edge before an origin that answers as the handler says. */
    static EdgeFixture before(EdgeFixtureOptions options, Handler<HttpServerRequest> origin) {
        Vertx vertx = Vertx.vertx();
        AtomicInteger seen = new AtomicInteger();
        Set<String> paths = ConcurrentHashMap.newKeySet();
        int port = listening(vertx.createHttpServer(new HttpServerOptions()
                        .setMaxHeaderSize(65_536)
                        .setHandle100ContinueAutomatically(false)
                        .setMaxChunkSize(65_536))
                .requestHandler(request -> {
                    seen.incrementAndGet();
                    paths.add(request.uri());
                    origin.handle(request);
                }));
        return new EdgeFixture(vertx, options, port, seen, paths);
    }

    static EdgeFixture before(Handler<HttpServerRequest> origin) {
        return before(EdgeFixtureOptions.patient(), origin);
    }

    /** The free port of this machine that the server listens on from now on. */
    static int listening(HttpServer server) {
        return joined(server.listen(0, "127.0.0.1")).actualPort();
    }

    /** The free port of this machine that the server listens on from now on. */
    static int listening(NetServer server) {
        return joined(server.listen(0, "127.0.0.1")).actualPort();
    }

    private static <T> T joined(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    /** An edge before whatever listens, or does not, on the port. */
    static EdgeFixture beforePort(EdgeFixtureOptions options, int originPort) {
        return new EdgeFixture(Vertx.vertx(), options, originPort, new AtomicInteger(), Set.of());
    }

    /** Puts one tenant, {@code shop} with the domain {@code shop.example}, with these rules in force. */
    @SafeVarargs
    final void serve(RouteRule<EdgeRoute>... rules) {
        edge.snapshot(new EdgeSnapshot(1, List.of(EdgeTenant.of("shop", Set.of("shop.example"), List.of(rules)))));
    }

    /** Targets at these ports of this machine, taken in turn. */
    static TargetsInTurn targets(int... ports) {
        return new TargetsInTurn(ports);
    }

    /** Has {@link #connect} use TLS from now on. */
    void overTls() {
        overTls = true;
    }

    RawClient connect() throws IOException {
        return overTls ? secure(null) : new RawClient(port);
    }

    /**
     * A connection over TLS.
     *
     * @param name that is asked for; null for none
     */
    RawClient secure(@Nullable String name, String... protocols) throws IOException {
        SSLSocket socket =
                (SSLSocket) AUTHORITY.trusting().getSocketFactory().createSocket("127.0.0.1", edge.tlsPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        if (name != null) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        socket.setSSLParameters(parameters);
        return new RawClient(socket);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** The targets that came to the origin. */
    Set<String> pathsSeen() {
        return paths;
    }

    Vertx vertx() {
        return vertx;
    }

    @Override
    public void close() {
        edge.stop();
        joined(vertx.close());
        try (Stream<Path> written = Files.list(certificates)) {
            for (Path file : written.toList()) {
                Files.delete(file);
            }
            Files.delete(certificates);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("edge-certificates");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static RouteTable routes(Patience patience, int originPort) {
        Upstream origin = Upstream.of("origin", URI.create("http://127.0.0.1:" + originPort), patience);
        List<Route> routes = new ArrayList<>(
                List.of(new Route("/api", origin), new Route("/admin", origin), new Route("/connection", origin)));
        RpcServices.ofPlatform().names().forEach(service -> routes.add(new Route('/' + service, origin)));
        return new RouteTable(routes);
    }
}
