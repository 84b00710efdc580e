package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.http.RawSocket;
import io.universalmiddleware.product.http.RawSocket.Reply;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no decent client sends get a 4xx and the end of their connection: never a 5xx, a second answer, or a hang. */
@BootedProduct
class HostileRequestsE2E {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SMUGGLED = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n";

    private final Product product;

    HostileRequestsE2E(Product product) {
        this.product = product;
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void aBodyThatTheMethodGivesNoMeaningIsAProblem(String method) {
        Caller caller = product.caller("ann", product.freshTenant());

        caller.send(method, "/api/v1/commands", "{}").isProblem(400, "malformed-request");
    }

    static Stream<Arguments> smuggling() {
        return Stream.of(
                Arguments.of(
                        "Content-Length and Transfer-Encoding",
                        post("Content-Length: 4\r\nTransfer-Encoding: chunked", "0\r\n\r\n" + SMUGGLED)),
                Arguments.of(
                        "Transfer-Encoding and Content-Length",
                        post("Transfer-Encoding: chunked\r\nContent-Length: 60", "0\r\n\r\n" + SMUGGLED)),
                Arguments.of("two Content-Lengths", post("Content-Length: 0\r\nContent-Length: 45", SMUGGLED)),
                Arguments.of("two equal Content-Lengths", post("Content-Length: 0\r\nContent-Length: 0", SMUGGLED)),
                Arguments.of("a list of Content-Lengths", post("Content-Length: 0, 0", SMUGGLED)),
                Arguments.of("a signed Content-Length", post("Content-Length: +0", SMUGGLED)),
                Arguments.of("a hexadecimal Content-Length", post("Content-Length: 0x0", SMUGGLED)),
                Arguments.of("a negative Content-Length", post("Content-Length: -1", SMUGGLED)),
                Arguments.of("a Content-Length beyond any number", post("Content-Length: " + "9".repeat(30), SMUGGLED)),
                Arguments.of("a blank before the colon", post("Content-Length : 0", SMUGGLED)),
                Arguments.of("a folded header", post("Transfer-Encoding:\r\n chunked", "0\r\n\r\n" + SMUGGLED)),
                Arguments.of(
                        "a first header that is folded", "GET /health/live HTTP/1.1\r\n Host: a\r\n\r\n" + SMUGGLED),
                Arguments.of("an unknown coding", post("Transfer-Encoding: xchunked", "0\r\n\r\n" + SMUGGLED)),
                Arguments.of("chunked and more", post("Transfer-Encoding: chunked, identity", "0\r\n\r\n" + SMUGGLED)),
                Arguments.of(
                        "chunked twice",
                        post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n" + SMUGGLED)),
                Arguments.of(
                        "chunked after a vertical tab",
                        post("Transfer-Encoding: \u000bchunked", "0\r\n\r\n" + SMUGGLED)),
                Arguments.of(
                        "chunked in HTTP/1.0",
                        "POST /api/v1/commands HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                                + SMUGGLED),
                Arguments.of(
                        "a bare line feed",
                        "POST /api/v1/commands HTTP/1.1\nHost: a\nContent-Length: 0\n\n" + SMUGGLED),
                Arguments.of(
                        "a bare line feed in the header",
                        "POST /api/v1/commands HTTP/1.1\r\nHost: a\nContent-Length: 0\r\n\r\n" + SMUGGLED),
                Arguments.of(
                        "a bare carriage return",
                        "POST /api/v1/commands HTTP/1.1\r\nHost: a\rContent-Length: 0\r\n\r\n" + SMUGGLED),
                Arguments.of("a chunk size that is none", post("Transfer-Encoding: chunked", "zz\r\n" + SMUGGLED)),
                Arguments.of("a signed chunk size", post("Transfer-Encoding: chunked", "+0\r\n\r\n" + SMUGGLED)),
                Arguments.of(
                        "a chunk size beyond any number",
                        post("Transfer-Encoding: chunked", "f".repeat(17) + "\r\n" + SMUGGLED)),
                Arguments.of(
                        "a chunk longer than it says",
                        post("Transfer-Encoding: chunked", "1\r\nabc\r\n0\r\n\r\n" + SMUGGLED)),
                Arguments.of(
                        "a chunk line that ends in a line feed",
                        post("Transfer-Encoding: chunked", "0\n\n" + SMUGGLED)),
                Arguments.of("two hosts", "GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + SMUGGLED),
                Arguments.of("no host", "GET /health/live HTTP/1.1\r\n\r\n" + SMUGGLED),
                Arguments.of("a host that is none", "GET /health/live HTTP/1.1\r\nHost: a b@c/d\r\n\r\n" + SMUGGLED),
                Arguments.of(
                        "NUL in a header", "GET /health/live HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n" + SMUGGLED),
                Arguments.of(
                        "a header without a name", "GET /health/live HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n" + SMUGGLED),
                Arguments.of(
                        "a header without a colon",
                        "GET /health/live HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n" + SMUGGLED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("smuggling")
    void whatCanBeReadInTwoWaysIsRefusedAndTheConnectionEnds(String what, String request) throws IOException {
        Reply reply = exchange(request);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.closed()).as("closed after %s", what).isTrue();
        assertThat(reply.answers()).as(reply.text()).isEqualTo(1);
        assertThat(reply.text()).contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n\r\n\r\n\r\n",
                "GET\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
                "GET  /  HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
                "GET \\ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                "\u0000\u0000\u0000\u0000\r\n\r\n",
                "{\"json\":true}\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n",
            })
    void whatIsNotHttpIsRefused(String bytes) throws IOException {
        Reply reply = exchange(bytes);

        assertThat(reply.closed()).as(reply.text()).isTrue();
        assertThat(reply.status()).as(reply.text()).isIn(-1, 400, 408, 505);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/views/course/a%2fb",
                "/api/v1/views/course/a%5cb",
                "/api/v1/views/course/a%00b",
                "/api/v1/views/course;x=1/a",
                "/api/v1/%2e%2e/admin",
                "/api/..%2fadmin",
                "/api/v1/views/%zz",
                "/api/v1/views/%",
                "/api\\v1",
                "/health/live#x",
            })
    void anAmbiguousPathIsRefused(String path) throws IOException {
        Reply reply = exchange("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.text()).contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/commands", "/api/1/commands", "/health/live", "/nowhere"})
    void aMethodThatNobodyKnowsIsRefused(String path) throws IOException {
        Reply reply = exchange("PST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Content-Length: 2\r\nConnection: close\r\n\r\n{}");

        assertThat(reply.status()).as(reply.text()).isBetween(400, 499);
        assertThat(reply.text()).contains("application/problem+json");
    }

    @Test
    void tooLongATargetIs414() throws IOException {
        assertThat(exchange("GET /api/" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n")
                        .status())
                .isEqualTo(414);
    }

    @Test
    void tooLargeAHeaderIs431() throws IOException {
        assertThat(exchange("GET /api HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(100_000) + "\r\n\r\n")
                        .status())
                .isEqualTo(431);
        assertThat(exchange("GET /api HTTP/1.1\r\nHost: a\r\n" + "X: a\r\n".repeat(2_000) + "\r\n")
                        .status())
                .isEqualTo(431);
        assertThat(exchange("GET /api HTTP/1.1\r\nHost: a\r\n" + "n".repeat(100_000) + ": a\r\n\r\n")
                        .status())
                .isEqualTo(431);
    }

    @Test
    void tooLargeABodyIs413BeforeItIsSent() throws IOException {
        Reply reply = exchange(post("Content-Length: 99999999999", ""));

        assertThat(reply.status()).as(reply.text()).isEqualTo(413);
        assertThat(reply.closed()).isTrue();
    }

    /** Both take as long as the edge waits, beside each other. */
    @Test
    void aHeadOrABodyThatComesTooSlowlyIs408() throws IOException {
        String head = "Content-Type: application/json\r\nAuthorization: Bearer "
                + product.token("ann", product.freshTenant()) + "\r\nContent-Length: 1000";
        try (RawSocket slowHead = new RawSocket(product.edge());
                RawSocket slowBody = new RawSocket(product.edge())) {
            slowHead.send("GET /health/live HTTP/1.1\r\nHost: a\r\nX-Slow: ");
            slowBody.send(post(head, "{"));
            for (RawSocket slow : List.of(slowHead, slowBody)) {
                Reply reply = slow.read(PATIENCE);

                assertThat(reply.status()).as(reply.text()).isEqualTo(408);
                assertThat(reply.closed()).isTrue();
            }
        }
    }

    @Test
    void othersAreServedWhileSlowClientsWait() throws Exception {
        List<RawSocket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                slow.add(new RawSocket(product.edge()).send("GET /health/live HTTP/1.1\r\nHost: a\r\nX: "));
            }
            Caller decent = new Caller(product.edge(), null);
            List<Duration> took = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                long begin = System.nanoTime();
                decent.get("/health/live").isStatus(200);
                took.add(Duration.ofNanos(System.nanoTime() - begin));
            }
            assertThat(took.stream().sorted().toList().get(48)).isLessThan(Duration.ofSeconds(20));
        } finally {
            for (RawSocket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredEachAndInOrder() throws IOException {
        Reply reply = exchange("GET /health/live HTTP/1.1\r\nHost: a\r\nX-Request-Id: first\r\n\r\n"
                + "GET /nothing-here HTTP/1.1\r\nHost: a\r\nX-Request-Id: second\r\nConnection: close\r\n\r\n");

        assertThat(reply.answers()).as(reply.text()).isEqualTo(2);
        assertThat(reply.text().indexOf("first")).isBetween(0, reply.text().indexOf("second"));
    }

    @Test
    void noHeaderOfTheClientCanBeSplitIntoTheAnswer() throws IOException {
        Reply reply = exchange("GET /health/live HTTP/1.1\r\nHost: a\r\nX-Request-Id: a%0d%0aSet-Cookie: x=1\r\n"
                + "traceparent: 00-%0d%0aX-Injected: 1\r\nConnection: close\r\n\r\n");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).doesNotContain("Set-Cookie", "X-Injected");
    }

    @Test
    void fuzzedRequestsNeverBreakIt() throws IOException {
        long seed = Long.getLong("seed", 20_261_121);
        System.out.println("fuzzedRequestsNeverBreakIt seed=" + seed);
        Random random = new Random(seed);
        String valid = post("Content-Type: application/json\r\nContent-Length: 15", "{\"type\":\"none\"}");
        for (int i = 0; i < 150; i++) {
            StringBuilder bytes = new StringBuilder(valid);
            for (int change = random.nextInt(5); change >= 0; change--) {
                int at = random.nextInt(bytes.length());
                switch (random.nextInt(3)) {
                    case 0 -> bytes.setCharAt(at, (char) random.nextInt(256));
                    case 1 -> bytes.insert(at, (char) random.nextInt(256));
                    default -> bytes.deleteCharAt(at);
                }
            }
            try (RawSocket socket = new RawSocket(product.edge())) {
                Reply reply = socket.send(bytes.toString()).read(Duration.ofMillis(20));
                assertThat(reply.status())
                        .as("seed %d, %d: %s → %s", seed, i, bytes, reply.text())
                        .matches(status -> status < 500 || status == 505);
            }
        }
        Awaitility.await()
                .untilAsserted(() ->
                        new Caller(product.edge(), null).get("/health/ready").isStatus(200));
    }

    @Test
    void pathsThatGoNowhereAreNotFound() {
        Caller nobody = new Caller(product.edge(), null);
        for (String path : List.of("/", "/nothing", "/apix/v1/commands", "/API/v1/commands", "/connectionx")) {
            nobody.get(path).isProblem(404, "not-found");
        }
        assertThat(nobody.get("/api/v1/nothing").status()).isIn(401, 404);
        nobody.get("/connection/nothing").isStatus(404);
    }

    private Reply exchange(String bytes) throws IOException {
        try (RawSocket socket = new RawSocket(product.edge())) {
            return socket.send(bytes).read(PATIENCE);
        }
    }

    private static String post(String headers, String body) {
        return "POST /api/v1/commands HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n\r\n" + body;
    }
}
