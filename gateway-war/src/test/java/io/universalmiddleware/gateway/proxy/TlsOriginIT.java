package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.gateway.pool.Protocol;
import io.universalmiddleware.gateway.pool.Target;
import io.universalmiddleware.gateway.routing.Patience;
import io.universalmiddleware.gateway.routing.Persistence;
import io.universalmiddleware.gateway.routing.Retries;
import io.universalmiddleware.gateway.tls.TestAuthority;
import io.universalmiddleware.gateway.tls.Trust;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Origins over TLS: verified as they are named, connected to where they were found, and never believed in silence. */
@Timeout(300)
class TlsOriginIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String NAME = "app.origin.example";
    private static final TestAuthority AUTHORITY = new TestAuthority("origins' authority");
    private static EdgeFixture fixture;

    private final Queue<String> names = new ConcurrentLinkedQueue<>();
    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final Logger log = Logger.getLogger(UpstreamClients.class.getName());
    private final Handler recorder = new Handler() {
        @Override
        public void publish(LogRecord written) {
            logged.add(written.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeAll
    static void start() {
        fixture = EdgeFixture.before(request -> request.response().end("not this one"));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @BeforeEach
    void record() {
        log.addHandler(recorder);
    }

    @AfterEach
    void forget() {
        log.removeHandler(recorder);
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"HTTP1", "H2"})
    void anOriginThatProvesItsNameIsAskedAtTheAddressThatWasFound(Protocol protocol) throws IOException {
        int port = origin(AUTHORITY.issue(NAME), true);
        Target target = target(NAME, port, protocol, trust(AUTHORITY));

        RawClient.Response response = ask(target);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(protocol == Protocol.H2 ? "HTTP_2 https" : "HTTP_1_1 https");
        assertThat(names).containsExactly(NAME);
    }

    @Test
    void anOriginThatDoesNotSpeakHttp2IsAskedInHttp1() throws IOException {
        int port = origin(AUTHORITY.issue(NAME), false);

        assertThat(ask(target(NAME, port, Protocol.H2, trust(AUTHORITY))).body())
                .isEqualTo("HTTP_1_1 https");
    }

    @Test
    void aWebSocketIsOpenedOverTls() throws IOException {
        int port = origin(AUTHORITY.issue(NAME), true);
        fixture.serve(TenantRoutes.all(new TargetsInTurn().with(target(NAME, port, Protocol.H2, trust(AUTHORITY)))));

        try (RawClient client = fixture.connect()) {
            client.send("GET /socket HTTP/1.1\r\nHost: shop.localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            assertThat(client.line()).startsWith("HTTP/1.1 101");
        }
    }

    @Test
    void anAddressIsVerifiedAsAnAddress() throws IOException {
        int port = origin(AUTHORITY.issue("127.0.0.1"), true);

        assertThat(ask(target("127.0.0.1", port, Protocol.HTTP1, trust(AUTHORITY)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aCertificateForAnotherNameIs502() throws IOException {
        int port = origin(AUTHORITY.issue("other.example"), true);

        isRefused(
                target(NAME, port, Protocol.HTTP1, trust(AUTHORITY)),
                "No subject alternative DNS name matching " + NAME);
    }

    @Test
    void aCertificateForTheNameIsNotOneForTheAddress() throws IOException {
        int port = origin(AUTHORITY.issue(NAME), true);

        isRefused(target("127.0.0.1", port, Protocol.HTTP1, trust(AUTHORITY)), "127.0.0.1");
    }

    @Test
    void anExpiredCertificateIs502() throws IOException {
        int port = origin(AUTHORITY.issueExpired(NAME), true);

        isRefused(target(NAME, port, Protocol.H2, trust(AUTHORITY)), "NotAfter");
    }

    @Test
    void anAuthorityThatIsNotTrustedIs502() throws IOException {
        int port = origin(AUTHORITY.issue(NAME), true);

        isRefused(target(NAME, port, Protocol.HTTP1, Trust.SYSTEM), "unable to find valid certification path");
        isRefused(
                target(NAME, port, Protocol.H2, trust(new TestAuthority("another authority"))),
                "unable to find valid certification path");
    }

    @Test
    void onePoolsTrustIsNotAnothers() throws IOException {
        int port = origin(AUTHORITY.issue(NAME), true);
        Target trusted = target(NAME, port, Protocol.HTTP1, trust(AUTHORITY));

        assertThat(ask(trusted).status()).isEqualTo(200);
        assertThat(ask(target(NAME, port, Protocol.HTTP1, Trust.SYSTEM)).status())
                .isEqualTo(502);
        assertThat(ask(trusted).status()).isEqualTo(200);
    }

    @Test
    void anOriginWithoutTlsIs502() throws IOException {
        isRefused(target(NAME, fixture.originPort, Protocol.HTTP1, trust(AUTHORITY)), "");
    }

    @Test
    void anotherTargetIsAskedWhenOneIsNotTrusted() throws IOException {
        int bad = origin(AUTHORITY.issue("other.example"), true);
        int good = origin(AUTHORITY.issue(NAME), true);
        TargetsInTurn pool = new TargetsInTurn()
                .with(target(NAME, bad, Protocol.HTTP1, trust(AUTHORITY)))
                .with(target(NAME, good, Protocol.HTTP1, trust(AUTHORITY)));
        fixture.serve(TenantRoutes.all(pool));

        assertThat(get().status()).isEqualTo(200);

        assertThat(pool.told).containsExactly("failed CONNECT", "answered 200");
    }

    @Test
    void anOriginThatNeverFinishesTheHandshakeIsUnreachable() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Socket> accepted = CompletableFuture.supplyAsync(() -> accept(silent));
            TargetsInTurn pool =
                    new TargetsInTurn().with(target(NAME, silent.getLocalPort(), Protocol.HTTP1, trust(AUTHORITY)));
            Patience brief = new Patience(Duration.ofMillis(500), LONG, LONG, Duration.ZERO);
            fixture.serve(TenantRoutes.all(pool, new Persistence(brief, Retries.NEVER, Duration.ZERO)));

            assertThat(get().status()).isEqualTo(503);
            assertThat(pool.told).containsOnly("failed CONNECT");
            accepted.join().close();
        }
    }

    private void isRefused(Target target, String reason) throws IOException {
        TargetsInTurn pool = new TargetsInTurn().with(target);
        fixture.serve(TenantRoutes.all(pool));

        RawClient.Response response = get();

        assertThat(response.status()).isEqualTo(502);
        assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(response.body())
                .contains("No secure connection")
                .doesNotContain("127.0.0.1", NAME, "Exception", "PKIX");
        assertThat(pool.told).containsOnly("failed CONNECT");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(logged)
                        .anyMatch(line ->
                                line.contains("No secure connection to " + target.name()) && line.contains(reason)));
    }

    private RawClient.Response ask(Target target) throws IOException {
        fixture.serve(TenantRoutes.all(new TargetsInTurn().with(target)));
        return get();
    }

    private static RawClient.Response get() throws IOException {
        try (RawClient client = fixture.connect()) {
            return client.send("GET /x HTTP/1.1\r\nHost: shop.localhost\r\n\r\n")
                    .read();
        }
    }

    private static Trust trust(TestAuthority authority) {
        return new Trust(authority.pem());
    }

    private static Target target(String host, int port, Protocol protocol, Trust trust) {
        return new Target(
                "https://" + host + ":" + port,
                host,
                port,
                true,
                protocol,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                trust);
    }

    private int origin(TestAuthority.Issued issued, boolean http2) {
        return EdgeFixture.listening(fixture.vertx()
                .createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setSni(true)
                        .setUseAlpn(http2)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertValue(Buffer.buffer(issued.chain()))
                                .addKeyValue(Buffer.buffer(issued.key()))))
                .requestHandler(this::serve));
    }

    private void serve(HttpServerRequest request) {
        String name = request.connection().indicatedServerName();
        if (name != null) {
            names.add(name);
        }
        if (request.path().equals("/socket")) {
            request.toWebSocket();
        } else {
            request.response().end(request.version() + " " + request.scheme());
        }
    }

    private static Socket accept(ServerSocket listening) {
        try {
            return listening.accept();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
