package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.filter.ResponseHead;
import io.universalmiddleware.gateway.network.NobodysPort;
import io.universalmiddleware.gateway.pool.Protocol;
import io.universalmiddleware.gateway.routing.PathPattern;
import io.universalmiddleware.gateway.routing.Retries;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fields behind a request's body, over HTTP/1.1 in chunks and over HTTP/2, whichever way the origin speaks. */
@Timeout(300)
class RequestTrailersIT {
    private static final String CHUNKED = " HTTP/1.1\r\nHost: shop.localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private static EdgeFixture fixture;
    private static int plainOrigin;
    private static int http2Origin;

    @BeforeAll
    static void start() {
        fixture = EdgeFixture.before(request -> request.response().end("not this one"));
        plainOrigin = plainOrigin();
        http2Origin = http2Origin();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @BeforeEach
    void forget() {
        seen.clear();
    }

    @Test
    void passFromHttp1ToHttp1ButForThoseThatWouldChangeTheRequest() throws IOException {
        fixture.serve(TenantRoutes.all(EdgeFixture.targets(plainOrigin)));

        try (RawClient client = fixture.connect()) {
            for (int i = 0; i < 2; i++) {
                client.send("POST /" + i + CHUNKED + "3\r\nabc\r\n0\r\nX-Sum: 1" + i
                        + "\r\nAuthorization: Bearer x\r\nX-Forwarded-For: 6.6.6.6\r\nX-Um-User: root\r\nX_Um_User: root\r\n"
                        + "Content-Length: 7\r\nHost: evil\r\n\r\n");
                assertThat(client.read().status()).isEqualTo(200);
            }
            client.send("POST /2" + CHUNKED + "3\r\nabc\r\n0\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
        }

        assertThat(seen)
                .containsExactly(
                        "3\r\nabc\r\n0\r\nX-Sum: 10\r\n\r\n",
                        "3\r\nabc\r\n0\r\nX-Sum: 11\r\n\r\n",
                        "3\r\nabc\r\n0\r\n\r\n");
    }

    @Test
    void sayNothingOfFieldsThatTheRouteOrConnectionHasDecided() throws IOException {
        fixture.serve(
                TenantRoutes.all(EdgeFixture.targets(plainOrigin), new Deciding()),
                TenantRoutes.route(
                        "h2",
                        TenantRoutes.only(PathPattern.prefix("/h2"), "POST"),
                        EdgeFixture.targets(http2Origin).speaking(Protocol.H2C),
                        Retries.ONCE,
                        new Deciding()));

        try (RawClient client = fixture.connect()) {
            for (String path : new String[] {"/", "/h2"}) {
                client.send("POST " + path + " HTTP/1.1\r\nHost: shop.localhost\r\nTransfer-Encoding: chunked\r\n"
                        + "Connection: X-Hop\r\nX-Said: head\r\n\r\n3\r\nabc\r\n0\r\n"
                        + "X-Sum: 1\r\nx-hop: 1\r\nX-said: tail\r\nx-internal: 1\r\nX-Role: admin\r\n\r\n");
                assertThat(client.read().status()).isEqualTo(200);
            }
        }

        assertThat(seen).containsExactly("3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n", "abc x-sum=1");
    }

    @Test
    void ofAnAnswerSayNothingOfFieldsThatTheRouteOrConnectionHasDecided() throws IOException {
        fixture.serve(TenantRoutes.all(EdgeFixture.targets(trailing()), new Deciding()));

        try (RawClient client = fixture.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: shop.localhost\r\nTE: trailers\r\n\r\n");
            RawClient.Response answer = client.read();

            assertThat(answer.body()).isEqualTo("abc");
            assertThat(answer.header("X-Role")).isEqualTo("guest");
            assertThat(answer.trailers()).containsOnlyKeys("x-sum", "x-said");
        }
    }

    /** Decides of two fields both ways, and puts a third one on the answer. */
    private static final class Deciding implements Filter {
        @Override
        public void request(Call call, Gate gate) {
            call.request().remove("X-Internal");
            call.request().set("X-Role", "guest");
            call.answer().set("X-Left", "1");
            gate.pass();
        }

        @Override
        public void response(Call call, ResponseHead head) {
            head.fields().remove("X-Internal");
            head.fields().set("X-Role", "guest");
        }
    }

    /** Answers anything with fields behind the body. */
    private static int trailing() {
        return EdgeFixture.listening(fixture.vertx()
                .createNetServer()
                .connectHandler(socket -> socket.handler(
                        bytes -> socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: X-Hop\r\n"
                                + "X-Said: head\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 1\r\nx-hop: 1\r\nX-Said: tail\r\n"
                                + "x-internal: 1\r\nX-Role: admin\r\nX-Left: 9\r\nVia: 1.1 other\r\n\r\n"))));
    }

    @Test
    void passFromHttp1ToHttp2() throws IOException {
        fixture.serve(TenantRoutes.all(EdgeFixture.targets(http2Origin).speaking(Protocol.H2C)));

        try (RawClient client = fixture.connect()) {
            for (int i = 0; i < 3; i++) {
                client.send("POST /" + CHUNKED + "3\r\nabc\r\n0\r\nX-Sum: " + i + "\r\nCookie: a=b\r\n\r\n");
                assertThat(client.read().body()).isEqualTo("abc x-sum=" + i);
            }
            client.send("POST /" + CHUNKED + "3\r\nabc\r\n0\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("abc");
        }
    }

    @Test
    void passFromHttp2ToHttp1() throws IOException {
        fixture.serve(TenantRoutes.all(EdgeFixture.targets(plainOrigin)));

        try (RawClient client = fixture.connect()) {
            post(client.socket.getOutputStream());
            await().until(() -> !seen.isEmpty());
        }

        assertThat(seen).containsExactly("3\r\nabc\r\n0\r\nx-sum: 17\r\n\r\n");
    }

    @Test
    void passFromHttp2ToHttp2() throws IOException {
        fixture.serve(TenantRoutes.all(EdgeFixture.targets(http2Origin).speaking(Protocol.H2C)));

        try (RawClient client = fixture.connect()) {
            post(client.socket.getOutputStream());
            await().until(() -> !seen.isEmpty());
        }

        assertThat(seen).containsExactly("abc x-sum=17");
    }

    @Test
    void areSentAgainWithABodyThatIs() throws IOException {
        try (NobodysPort nobody = new NobodysPort();
                RawClient client = fixture.connect()) {
            fixture.serve(TenantRoutes.all(EdgeFixture.targets(nobody.number(), plainOrigin)));
            client.send("PUT /" + CHUNKED + "3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
        }

        assertThat(seen).containsExactly("3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n");
    }

    /** Answers each request that ends as chunks do, and writes down what stood behind its head. */
    private static int plainOrigin() {
        return EdgeFixture.listening(fixture.vertx().createNetServer().connectHandler(socket -> {
            StringBuilder read = new StringBuilder();
            socket.handler(bytes -> {
                read.append(bytes.toString(StandardCharsets.ISO_8859_1));
                int body = read.indexOf("\r\n\r\n") + 4;
                int last = body < 4 ? -1 : read.indexOf("\r\n0\r\n", body);
                int end = last < 0 ? -1 : read.indexOf("\r\n\r\n", last + 3);
                if (end >= 0) {
                    seen.add(read.substring(body, end + 4));
                    read.setLength(0);
                    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                }
            });
        }));
    }

    /** Answers with the body and its trailers. */
    private static int http2Origin() {
        return EdgeFixture.listening(fixture.vertx()
                .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(true))
                .connectionHandler(RequestTrailers::keep)
                .requestHandler(request -> request.body().onSuccess(body -> {
                    MultiMap trailers = RequestTrailers.of(request);
                    StringBuilder text = new StringBuilder(body.toString());
                    if (trailers != null) {
                        trailers.forEach(field -> text.append(' ')
                                .append(field.getKey())
                                .append('=')
                                .append(field.getValue()));
                    }
                    seen.add(text.toString());
                    request.response().end(text.toString());
                })));
    }

    /** Writes frames of HTTP/2 by hand: a request, its body, and a field behind it. */
    private static void post(OutputStream out) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(0x83); // :method POST
        head.write(0x86); // :scheme http
        literal(head, 0x04, "", "/");
        literal(head, 0x01, "", "shop.localhost");
        ByteArrayOutputStream trailers = new ByteArrayOutputStream();
        literal(trailers, 0x00, "x-sum", "17");
        literal(trailers, 0x00, "x-um-user", "root");
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(out, 4, 0, 0, new byte[0]);
        frame(out, 1, 0x4, 1, head.toByteArray());
        frame(out, 0, 0, 1, "abc".getBytes(StandardCharsets.US_ASCII));
        frame(out, 1, 0x5, 1, trailers.toByteArray());
        out.flush();
    }

    /** A field that is not put into the table (RFC 7541, section 6.2.2). */
    private static void literal(ByteArrayOutputStream to, int index, String name, String value) {
        to.write(index);
        for (String text : index == 0 ? new String[] {name, value} : new String[] {value}) {
            to.write(text.length());
            to.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void frame(OutputStream out, int type, int flags, int stream, byte[] payload) throws IOException {
        out.write(new byte[] {0, 0, (byte) payload.length, (byte) type, (byte) flags, 0, 0, 0, (byte) stream});
        out.write(payload);
    }
}
