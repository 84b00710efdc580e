package io.universalmiddleware.gateway.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.gateway.network.NobodysPort;
import io.universalmiddleware.gateway.pool.Protocol;
import io.universalmiddleware.gateway.pool.Target;
import io.universalmiddleware.gateway.tls.HandshakeFault;
import io.universalmiddleware.gateway.tls.TestAuthority;
import io.universalmiddleware.gateway.tls.Trust;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VertxProbeIT {
    private static final Duration PATIENT = Duration.ofMinutes(1);
    private static final Duration BRIEF = Duration.ofMillis(500);

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private VertxProbe probe;
    private int port;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        probe = new VertxProbe(vertx);
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(true))
                .requestHandler(request -> {
                    seen.add(request.version() + " " + request.uri() + " " + request.authority());
                    switch (request.path()) {
                        case "/silent" -> {}
                        case "/moved" ->
                            request.response()
                                    .setStatusCode(302)
                                    .putHeader("Location", "/up")
                                    .end();
                        case "/endless" -> request.response().setChunked(true).write("begin");
                        default -> request.response().setStatusCode(204).end();
                    }
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        port = server.actualPort();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void tellsTheStatusAndAsksTheAddressByTheNameThatNobodyResolves() {
        assertThat(ask("/up?deep=1", Protocol.HTTP1)).isEqualTo(204);
        assertThat(ask("/up", Protocol.H2C)).isEqualTo(204);
        assertThat(seen)
                .containsExactly(
                        "HTTP_1_1 /up?deep=1 no-such-name.invalid:" + port, "HTTP_2 /up no-such-name.invalid:" + port);
    }

    @Test
    void followsNoRedirect() {
        assertThat(ask("/moved", Protocol.HTTP1)).isEqualTo(302);
        assertThat(seen).hasSize(1);
    }

    @Test
    void theHeadOfAnAnswerIsEnough() {
        assertThat(ask("/endless", Protocol.HTTP1)).isEqualTo(200);
    }

    @Test
    void noAnswerInTimeIsAFailure() {
        assertThatThrownBy(() -> ask("/silent", Protocol.HTTP1, BRIEF)).hasMessageContaining("no answer within 500 ms");
    }

    @Test
    void nobodyThereIsAFailure() {
        try (NobodysPort nobody = new NobodysPort()) {
            port = nobody.number();
            assertThatThrownBy(() -> ask("/up", Protocol.HTTP1)).hasMessageContaining("refused");
        }
    }

    @Test
    void aTargetOverTlsHasToProveItsName() {
        TestAuthority authority = new TestAuthority("origins' authority");
        Trust trust = new Trust(authority.pem());
        int good = secure(authority.issue("no-such-name.invalid"));
        int wrong = secure(authority.issue("other.invalid"));

        assertThat(askOverTls(good, Protocol.HTTP1, trust)).isEqualTo(204);
        assertThat(askOverTls(good, Protocol.H2, trust)).isEqualTo(204);
        assertThat(seen).anyMatch(line -> line.startsWith("HTTP_2 "));
        for (Protocol protocol : new Protocol[] {Protocol.HTTP1, Protocol.H2}) {
            assertThatThrownBy(() -> askOverTls(good, protocol, Trust.SYSTEM))
                    .satisfies(fault -> assertThat(HandshakeFault.reason(fault).orElseThrow())
                            .contains("unable to find valid certification path"));
            assertThatThrownBy(() -> askOverTls(wrong, protocol, trust))
                    .satisfies(fault -> assertThat(HandshakeFault.reason(fault).orElseThrow())
                            .contains("No subject alternative DNS name"));
        }
    }

    private int secure(TestAuthority.Issued issued) {
        return vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertValue(Buffer.buffer(issued.chain()))
                                .addKeyValue(Buffer.buffer(issued.key()))))
                .requestHandler(request -> {
                    seen.add(request.version() + " " + request.uri());
                    request.response().setStatusCode(204).end();
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private int askOverTls(int at, Protocol protocol, Trust trust) {
        Target target = new Target(
                "origin",
                "no-such-name.invalid",
                at,
                true,
                protocol,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), at),
                trust);
        return probe.ask(target, "/up", PATIENT).toCompletableFuture().join();
    }

    private int ask(String path, Protocol protocol) {
        return ask(path, protocol, PATIENT);
    }

    private int ask(String path, Protocol protocol, Duration timeout) {
        Target target = new Target(
                "origin",
                "no-such-name.invalid",
                port,
                false,
                protocol,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return probe.ask(target, path, timeout).toCompletableFuture().join();
    }
}
