package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Certificates on the edge's listener: which one a name is shown, and which hosts it may ask for then. */
@Timeout(300)
class CertificatesIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static EdgeFixture fixture;

    @BeforeAll
    static void start() {
        fixture = EdgeFixture.before(request -> request.response().end());
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void aNameGetsItsOwnCertificateAndARequestForAnotherHostIs421() throws IOException {
        EdgeFixture.AUTHORITY.issue("shop.example", "*.shop.example").write(fixture.certificates, "shop");
        await().atMost(LONG).until(() -> nameShownTo("shop.example").equals("CN=shop.example"));

        assertThat(nameShownTo("www.shop.example")).isEqualTo("CN=shop.example");
        assertThat(nameShownTo("other.example")).isEqualTo("CN=localhost");
        int seen = fixture.seenByOrigin.get();
        assertThat(statusOf("shop.example", "localhost")).isEqualTo(421);
        assertThat(statusOf("localhost", "shop.example")).isEqualTo(421);
        assertThat(statusOf("other.example", "shop.example")).isEqualTo(421);
        assertThat(statusOf("other.example", "third.example")).isEqualTo(421);
        assertThat(statusOf(null, "shop.example")).isEqualTo(421);
        assertThat(fixture.seenByOrigin).hasValue(seen);

        assertThat(statusOf("shop.example", "shop.example")).isEqualTo(200);
        assertThat(statusOf("shop.example", "SHOP.example:8443")).isEqualTo(200);
        assertThat(statusOf("shop.example", "shop.example.")).isEqualTo(200);
        assertThat(statusOf("shop.example", "www.shop.example")).isEqualTo(200);
        assertThat(statusOf("other.example", "other.example")).isEqualTo(200);
        assertThat(statusOf("a.two.example", "b.two.example")).isEqualTo(200);
        assertThat(statusOf(null, "127.0.0.1")).isEqualTo(200);
        assertThat(statusOf(null, "third.example")).isEqualTo(200);
    }

    @Test
    void aMisdirectedRequestOfHttp2Is421AndTheConnectionGoesOn() throws Exception {
        HttpClient client = fixture.vertx()
                .createHttpClient(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setUseAlpn(true)
                        .setSsl(true)
                        .setTrustOptions(
                                new PemTrustOptions().addCertValue(Buffer.buffer(EdgeFixture.AUTHORITY.pem()))));
        for (String[] hostAndStatus :
                new String[][] {{"a.two.example", "200"}, {"else.example", "421"}, {"b.two.example", "200"}}) {
            int status = client.request(new RequestOptions()
                            .setServer(SocketAddress.inetSocketAddress(fixture.edge.tlsPort(), "127.0.0.1"))
                            .setHost("a.two.example")
                            .setPort(fixture.edge.tlsPort())
                            .setURI("/api"))
                    .map(request -> request.authority(HostAndPort.create(hostAndStatus[0], fixture.edge.tlsPort())))
                    .compose(HttpClientRequest::send)
                    .compose(response -> response.body().map(body -> response.statusCode()))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
            assertThat(Integer.toString(status)).as(hostAndStatus[0]).isEqualTo(hostAndStatus[1]);
        }
    }

    @Test
    void aCertificateThatIsReplacedCountsForNewConnectionsAndOpenOnesGoOn() throws Exception {
        EdgeFixture.AUTHORITY.issue("turns.example").write(fixture.certificates, "turns");
        await().atMost(LONG).until(() -> nameShownTo("turns.example").equals("CN=turns.example"));
        try (RawClient open = fixture.secure("turns.example")) {
            String get = "GET /api HTTP/1.1\r\nHost: turns.example\r\n\r\n";
            assertThat(open.send(get).read().status()).isEqualTo(200);
            X509Certificate first = certificateShownTo("turns.example");

            EdgeFixture.AUTHORITY.issueRsa("turns.example").write(fixture.certificates, "turns");
            await().atMost(LONG)
                    .until(() -> !certificateShownTo("turns.example").equals(first));

            assertThat(open.send(get).read().status()).isEqualTo(200);
        }
    }

    @Test
    void howLongTheCertificatesAreGoodIsAMetric() {
        assertThat(fixture.metrics
                        .get("um.edge.tls.certificates.expiry")
                        .gauge()
                        .value())
                .isBetween(1.0, 86_400.0);
    }

    private static int statusOf(@Nullable String name, String host) throws IOException {
        try (RawClient client = fixture.secure(name)) {
            return client.send("GET /api HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .read()
                    .status();
        }
    }

    private static String nameShownTo(String name) throws IOException {
        return certificateShownTo(name).getSubjectX500Principal().getName();
    }

    private static X509Certificate certificateShownTo(String name) throws IOException {
        try (RawClient client = fixture.secure(name)) {
            SSLSocket socket = (SSLSocket) client.socket;
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }
}
