package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.gateway.snapshot.EdgeSnapshot;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS on the edge's listener: what is agreed on, and what is refused. */
@Timeout(300)
class TlsIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static EdgeFixture fixture;

    @BeforeAll
    static void start() {
        fixture = EdgeFixture.before(TlsIT::echo);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void aClientOfHttp2IsServedInHttp2() throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(EdgeFixture.AUTHORITY.trusting())
                .build();
        URI uri = URI.create("https://127.0.0.1:" + fixture.edge.tlsPort() + "/api/x?y=1");

        HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());

        JsonNode seen = new ObjectMapper().readTree(response.body());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(seen.path("uri").asText()).isEqualTo("/api/x?y=1");
        assertThat(seen.path("x-forwarded-proto").asText()).isEqualTo("https");
        assertThat(seen.path("x-forwarded-port").asText()).isEqualTo(Integer.toString(fixture.edge.tlsPort()));
        assertThat(seen.path("forwarded").asText()).endsWith(";proto=https");
    }

    @Test
    void whatThePlatformAnswersOverTlsSaysToComeSoAgainAndNothingElseDoes() throws IOException {
        try (RawClient secure = fixture.secure("localhost", "http/1.1");
                RawClient plain = fixture.connect()) {
            for (String path : new String[] {"/api", "/nowhere"}) {
                String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
                assertThat(secure.send(request).read().header("Strict-Transport-Security"))
                        .isEqualTo("max-age=77");
                assertThat(plain.send(request).read().header("Strict-Transport-Security"))
                        .isEmpty();
            }
        }
    }

    @Test
    void ofATenantsHostThePlatformSaysNothing() throws IOException {
        String request = "GET /nowhere HTTP/1.1\r\nHost: %s\r\n\r\n";
        fixture.serve();
        try (RawClient tenants = fixture.secure("shop.localhost", "http/1.1");
                RawClient platforms = fixture.secure("localhost", "http/1.1")) {
            RawClient.Response answer =
                    tenants.send(request.formatted("shop.localhost")).read();
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Strict-Transport-Security")).isEmpty();
            assertThat(platforms.send(request.formatted("localhost")).read().header("Strict-Transport-Security"))
                    .isEqualTo("max-age=77");
        } finally {
            fixture.edge.snapshot(EdgeSnapshot.empty());
        }
    }

    @Test
    void aClientOfHttp1IsServedInHttp1WithOrWithoutAlpn() throws IOException {
        for (String[] offered : new String[][] {{"http/1.1"}, {}, {"http/1.0"}, {"unknown"}}) {
            try (RawClient client = fixture.secure("localhost", offered)) {
                for (int i = 0; i < 2; i++) {
                    RawClient.Response response = client.send("GET /api HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .read();
                    JsonNode seen = new ObjectMapper().readTree(response.body());
                    assertThat(response.status()).isEqualTo(200);
                    assertThat(seen.path("x-forwarded-proto").asText()).isEqualTo("https");
                    assertThat(seen.path("x-forwarded-port").asText()).isEqualTo("443");
                }
            }
        }
    }

    @Test
    void whoAgreesOnOneProtocolAndSpeaksTheOtherIsNotServed() throws IOException {
        int seen = fixture.seenByOrigin.get();

        try (RawClient client = fixture.secure("localhost", "h2")) {
            client.send("GET /api HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.isClosedByPeer()).isTrue();
        }
        try (RawClient client = fixture.secure("localhost", "http/1.1")) {
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.isClosedByPeer()).isTrue();
        }

        assertThat(fixture.seenByOrigin).hasValue(seen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void theTwoVersionsThatAreGoodAreSpoken(String version) throws IOException {
        try (RawClient client = fixture.secure("localhost")) {
            ((SSLSocket) client.socket).setEnabledProtocols(new String[] {version});
            RawClient.Response response =
                    client.send("GET /api HTTP/1.1\r\nHost: localhost\r\n\r\n").read();
            SSLSession session = ((SSLSocket) client.socket).getSession();
            assertThat(response.status()).isEqualTo(200);
            assertThat(session.getProtocol()).isEqualTo(version);
            assertThat(session.getCipherSuite())
                    .matches("TLS_(ECDHE_ECDSA_WITH_)?(AES_...|CHACHA20)_(GCM|POLY1305)_.*");
        }
    }

    @Test
    void olderSuitesAreRefused() throws IOException {
        try (RawClient client = fixture.secure("localhost")) {
            SSLSocket socket = (SSLSocket) client.socket;
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
        await().atMost(LONG).until(() -> failedHandshakes() >= 1);
    }

    @Test
    void whoSpeaksNoTlsIsClosedAtOnce() throws IOException {
        try (RawClient client = new RawClient(fixture.edge.tlsPort())) {
            client.send("GET /api HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void aHandshakeThatTakesTooLongIsClosed() throws IOException {
        byte[] halfAHello = "\u0016\u0003\u0001\u0000\u0050\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1);
        try (EdgeFixture hasty = EdgeFixture.before(EdgeFixtureOptions.hasty(), TlsIT::echo);
                Socket silent = new Socket("127.0.0.1", hasty.edge.tlsPort());
                Socket half = new Socket("127.0.0.1", hasty.edge.tlsPort())) {
            half.getOutputStream().write(halfAHello);
            for (Socket socket : new Socket[] {silent, half}) {
                socket.setSoTimeout((int) LONG.toMillis());
                assertThat(socket.getInputStream().read()).isNegative();
            }
            await().atMost(LONG)
                    .until(() -> hasty.metrics
                                    .get("um.edge.connections.open")
                                    .gauge()
                                    .value()
                            == 0);
        }
    }

    @Test
    void aHelloThatNeverEndsIsNotHeld() throws IOException {
        byte[] record = new byte[5 + 16_000];
        record[0] = 22;
        record[1] = 3;
        record[2] = 1;
        record[3] = (byte) (16_000 >> 8);
        record[4] = (byte) 16_000;
        record[5] = 1;
        record[6] = (byte) 0x7f;
        try (Socket socket = new Socket("127.0.0.1", fixture.edge.tlsPort())) {
            socket.setSoTimeout((int) LONG.toMillis());
            socket.getOutputStream().write(record);
            socket.getOutputStream().flush();
            assertThat(isClosed(socket)).isTrue();
        }
    }

    private static boolean isClosed(Socket socket) throws IOException {
        int read = 0;
        try {
            while (read >= 0) {
                read = socket.getInputStream().read(); // an alert may come first
            }
        } catch (java.net.SocketException reset) {
            return true;
        }
        return true;
    }

    private static double failedHandshakes() {
        return fixture.metrics
                .get("um.edge.tls.handshakes")
                .tag("outcome", "failed")
                .counter()
                .count();
    }

    private static void echo(HttpServerRequest request) {
        JsonObject seen = new JsonObject().put("uri", request.uri());
        request.headers().forEach(field -> seen.put(field.getKey().toLowerCase(Locale.ROOT), field.getValue()));
        request.response().end(seen.encode());
    }
}
