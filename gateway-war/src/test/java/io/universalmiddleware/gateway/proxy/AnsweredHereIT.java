package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.contracts.edge.EdgeAnswer;
import io.universalmiddleware.contracts.edge.EdgeHandler;
import io.universalmiddleware.contracts.edge.EdgeRequest;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.door.Doors;
import io.universalmiddleware.token.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that a handler in the edge's own process answers, by all rules of the edge. */
class AnsweredHereIT {
    private static final String HEAD =
            "POST /api/things HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer good\r\nContent-Type: application/json\r\n";
    private static final AtomicInteger ASKED = new AtomicInteger();
    private static EdgeFixture fixture;
    private static EdgeFixture hasty;

    /** Answers what it was sent, after as many milliseconds as the header {@code After} says. */
    private static final EdgeHandler ECHO = new EdgeHandler() {
        @Override
        public boolean takes(String method, String path) {
            return method.equals("POST") && path.equals("/api/things");
        }

        @Override
        public String operation() {
            return "echo";
        }

        @Override
        public int maxBodyBytes() {
            return 50_000;
        }

        @Override
        public CompletionStage<EdgeAnswer> answer(EdgeRequest request) {
            ASKED.incrementAndGet();
            String after = request.field("After");
            if ("fail".equals(after)) {
                return CompletableFuture.failedFuture(new IllegalStateException("on purpose"));
            }
            if ("throw".equals(after)) {
                throw new IllegalStateException("on purpose");
            }
            EdgeAnswer answer = new EdgeAnswer(
                    202,
                    Map.of(
                            "Content-Type",
                            "text/plain",
                            "Trace",
                            request.trace().traceId()),
                    (request.bearer().user() + " " + request.query() + " " + text(request))
                            .getBytes(StandardCharsets.UTF_8));
            return after == null
                    ? CompletableFuture.completedFuture(answer)
                    : CompletableFuture.supplyAsync(
                            () -> answer,
                            CompletableFuture.delayedExecutor(Long.parseLong(after), TimeUnit.MILLISECONDS));
        }

        @Override
        public EdgeAnswer tooLarge(EdgeRequest request) {
            return new EdgeAnswer(413, Map.of("Content-Type", "text/plain"), new byte[] {'!'});
        }

        private String text(EdgeRequest request) {
            return new String(request.body(), StandardCharsets.UTF_8);
        }
    };

    @BeforeAll
    static void start() {
        fixture = edge(EdgeFixtureOptions.patient());
        hasty = edge(EdgeFixtureOptions.hasty());
    }

    private static EdgeFixture edge(EdgeFixtureOptions options) {
        EdgeFixture started = EdgeFixture.before(
                options,
                request -> request.body().onComplete(body -> request.response().end("origin")));
        Identity ann = new Identity(new TenantId("acme"), "ann", Set.of("user"), Instant.MAX);
        started.edge.doors(new Doors(
                List.of(ECHO),
                token -> token.equals("good") ? Optional.of(ann) : Optional.empty(),
                (identity, operation) -> true));
        return started;
    }

    @Test
    void anAnswerIsTakenForNothingElseAndOverTlsSaysToComeSoAgain() throws IOException {
        try (RawClient plain = fixture.connect();
                RawClient secure = fixture.secure("localhost", "http/1.1")) {
            RawClient.Response answer =
                    plain.send(HEAD + "Content-Length: 2\r\n\r\nhi").read();
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'");
            assertThat(answer.header("Strict-Transport-Security")).isEmpty();

            String head = HEAD.replace("Host: a", "Host: localhost");
            assertThat(secure.send(head + "Content-Length: 2\r\n\r\nhi").read().header("Strict-Transport-Security"))
                    .isEqualTo("max-age=77");
        }
    }

    @AfterAll
    static void stop() {
        fixture.close();
        hasty.close();
    }

    @BeforeEach
    void countAnew() {
        ASKED.set(0);
        fixture.seenByOrigin.set(0);
    }

    @Test
    void theHandlerAnswersAndTheOriginIsNotAsked() throws IOException {
        try (RawClient client = fixture.connect()) {
            client.send(HEAD.replace("things", "things?a=b")
                    + "X-Request-Id: r1\r\ntraceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n"
                    + "Content-Length: 2\r\n\r\n{}");

            RawClient.Response response = client.read();
            assertThat(response.status()).isEqualTo(202);
            assertThat(response.body()).isEqualTo("ann a=b {}");
            assertThat(response.header("X-Request-Id")).isEqualTo("r1");
            assertThat(response.header("Trace")).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        }
        assertThat(fixture.seenByOrigin).hasValue(0);
        await().ignoreExceptions()
                .until(() -> fixture.metrics
                                .get("um.edge.requests")
                                .tag("upstream", "local")
                                .timer()
                                .count()
                        > 0);
    }

    @Test
    void whatIsNotPlainGoesToTheOrigin() throws IOException {
        try (RawClient client = fixture.connect()) {
            client.send(HEAD.replace("good", "bad") + "Content-Length: 2\r\n\r\n{}");
            assertThat(client.read().body()).isEqualTo("origin");
            client.send(HEAD.replace("application/json", "text/plain") + "Content-Length: 2\r\n\r\n{}");
            assertThat(client.read().body()).isEqualTo("origin");
            client.send(HEAD + "Content-Length: 60000\r\n\r\n" + "x".repeat(60_000));
            assertThat(client.read().body()).isEqualTo("origin");
        }
        assertThat(ASKED).hasValue(0);
    }

    @Test
    void manyRequestsOfOneConnectionAreAnsweredInTheirOrder() throws IOException {
        try (RawClient client = fixture.connect()) {
            client.send(HEAD + "After: 100\r\nContent-Length: 1\r\n\r\n1" + HEAD
                    + "Transfer-Encoding: chunked\r\n\r\n1\r\n2\r\n1\r\n3\r\n0\r\n\r\n" + HEAD
                    + "Content-Length: 0\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("ann null 1");
            assertThat(client.read().body()).isEqualTo("ann null 23");
            assertThat(client.read().body()).isEqualTo("ann null ");
        }
    }

    @Test
    void aBodyThatOutgrowsTheHandlerIsRefusedByIt() throws IOException {
        try (RawClient client = fixture.connect()) {
            client.send(
                    HEAD + "Transfer-Encoding: chunked\r\n\r\n" + ("4000\r\n" + "x".repeat(0x4000) + "\r\n").repeat(4));
            assertThat(client.read().status()).isEqualTo(413);
            assertThat(client.isClosedByPeer()).isTrue();
        }
        assertThat(ASKED).hasValue(0);
    }

    /** Both take as long as the edge is patient, beside each other. */
    @Test
    void aBodyThatDoesNotComeIs408AndAHandlerThatTakesTooLong504() throws IOException {
        try (RawClient silent = hasty.connect();
                RawClient answeredLate = hasty.connect()) {
            silent.send(HEAD + "Content-Length: 10\r\n\r\n{");
            answeredLate.send(HEAD + "After: 20000\r\nContent-Length: 2\r\n\r\n{}");
            assertThat(silent.read().status()).isEqualTo(408);
            assertThat(answeredLate.read().status()).isEqualTo(504);
        }
        assertThat(ASKED).hasValue(1);
    }

    @Test
    void aMalformedBodyIs400() throws IOException {
        try (RawClient client = fixture.connect()) {
            client.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n1\r\nxy\r\n0\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(400);
        }
        assertThat(ASKED).hasValue(0);
    }

    @Test
    void aHandlerThatFailsIsA500() throws IOException {
        for (String how : List.of("fail", "throw")) {
            try (RawClient client = fixture.connect()) {
                client.send(HEAD + "After: " + how + "\r\nContent-Length: 2\r\n\r\n{}");
                RawClient.Response response = client.read();
                assertThat(response.status()).isEqualTo(500);
                assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
                assertThat(response.body()).doesNotContain("purpose");
            }
        }
    }

    @Test
    void whoExpectsAContinueGetsIt() throws IOException {
        try (RawClient client = fixture.connect()) {
            client.send(HEAD + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(client.line()).startsWith("HTTP/1.1 100");
            client.line();
            client.send("{}");
            assertThat(client.read().status()).isEqualTo(202);
        }
    }

    @Test
    void aClientThatGoesLeavesNothingBehind() throws IOException {
        try (RawClient client = fixture.connect()) {
            client.send(HEAD + "After: 300\r\nContent-Length: 2\r\n\r\n{}");
            await().until(() -> ASKED.get() == 1);
        }
        await().until(() ->
                fixture.metrics.get("um.edge.exchanges.open").gauge().value() == 0);
    }
}
