package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.gateway.network.NobodysPort;
import io.universalmiddleware.gateway.routing.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsIT {
    private static final String HEAD = " HTTP/1.1\r\nHost: a\r\n";
    static EdgeFixture fixture;

    @BeforeAll
    static void start() {
        fixture = EdgeFixture.before(
                EdgeFixtureOptions.small(),
                request -> request.body().onComplete(body -> request.response().end("ok")));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void aTargetTooLongIs414() throws IOException {
        assertThat(status("GET /api/" + "a".repeat(2_001) + HEAD + "\r\n")).isEqualTo(414);
    }

    @Test
    void aHeadTooLargeIs431() throws IOException {
        assertThat(status("GET /api" + HEAD + "X: " + "a".repeat(9_000) + "\r\n\r\n"))
                .isEqualTo(431);
        assertThat(status("GET /api" + HEAD + "X: 1\r\n".repeat(60) + "\r\n")).isEqualTo(431);
    }

    @Test
    void aBodyDeclaredTooLargeIs413BeforeItIsSent() throws IOException {
        assertThat(status("POST /api" + HEAD + "Content-Length: 100001\r\n\r\n"))
                .isEqualTo(413);
    }

    @Test
    void aBodyThatGrowsTooLargeIs413AndTheClientGetsToSeeIt() throws IOException {
        String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";

        assertThat(status("POST /api" + HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(40)))
                .isEqualTo(413);
    }

    @Test
    void aBodyOfExactlyTheLimitIsTaken() throws IOException {
        try (RawClient client = fixture.connect()) {
            client.send("POST /api" + HEAD + "Content-Length: 100000\r\n\r\n" + "x".repeat(100_000));
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    void aTotalTimeHoldsHoweverBusyTheOriginIs() throws IOException {
        Patience total = new Patience(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMillis(300));
        try (EdgeFixture impatient =
                        EdgeFixture.before(EdgeFixtureOptions.patient().with(total), request -> {});
                RawClient client = impatient.connect()) {
            assertThat(client.send("GET /api" + HEAD + "\r\n").read().status()).isEqualTo(504);
        }
    }

    @Test
    void anOriginThatCannotBeReachedIs503WithRetryAfter() throws IOException {
        try (NobodysPort nobody = new NobodysPort();
                EdgeFixture lonely = EdgeFixture.beforePort(EdgeFixtureOptions.patient(), nobody.number());
                RawClient client = lonely.connect()) {
            RawClient.Response response =
                    client.send("GET /api" + HEAD + "\r\n").read();
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.header("Retry-After")).isEqualTo("1");
            assertThat(response.body()).doesNotContain("127.0.0.1", "Exception", "refused");
        }
    }

    @Test
    void whileAnUpstreamStartsItsPathsAre503() throws IOException {
        try (EdgeFixture early =
                        EdgeFixture.before(request -> request.response().end("ok"));
                RawClient client = early.connect()) {
            early.edge.closed(upstream -> true);
            RawClient.Response response =
                    client.send("GET /api" + HEAD + "\r\n").read();
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.header("Retry-After")).isEqualTo("1");

            early.edge.closed(upstream -> false);
            assertThat(client.send("GET /api" + HEAD + "\r\n").read().status()).isEqualTo(200);
        }
    }

    @Test
    void moreRequestsThanMayWaitForAnOriginAre503() throws IOException {
        try (EdgeFixture narrow =
                        EdgeFixture.before(EdgeFixtureOptions.patient().narrow(1), request -> {
                            // never answers
                        });
                RawClient first = narrow.connect();
                RawClient second = narrow.connect();
                RawClient third = narrow.connect();
                RawClient fourth = narrow.connect();
                RawClient fifth = narrow.connect()) {
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (RawClient client : List.of(first, second, third, fourth, fifth)) {
                client.send("GET /api" + HEAD + "\r\n");
                answers.add(CompletableFuture.supplyAsync(() -> statusOf(client), task -> new Thread(task).start()));
            }
            await().untilAsserted(() -> assertThat(answers.stream().filter(CompletableFuture::isDone))
                    .hasSizeGreaterThanOrEqualTo(1)
                    .allMatch(answer -> answer.join() == 503));
        }
    }

    /** Without a body requests go by the edge's own client, with one by Vert.x's. */
    @ParameterizedTest
    @ValueSource(strings = {"GET /api" + HEAD + "\r\n", "POST /api" + HEAD + "Content-Length: 1\r\n\r\na"})
    void whereNoneMayWaitARequestThatFindsNoConnectionFreeIs503(String request) throws IOException {
        try (EdgeFixture narrow =
                        EdgeFixture.before(EdgeFixtureOptions.patient().narrow(0), asked -> {
                            // never answers
                        });
                RawClient first = narrow.connect();
                RawClient second = narrow.connect();
                RawClient third = narrow.connect()) {
            Queue<RawClient.Response> answers = new ConcurrentLinkedQueue<>();
            for (RawClient client : List.of(first, second, third)) {
                client.send(request);
                new Thread(() -> read(client).ifPresent(answers::add)).start();
            }

            await().until(() -> answers.size() + narrow.seenByOrigin.get() == 3);
            assertThat(narrow.seenByOrigin.get()).isBetween(1, 2);
            assertThat(answers).allSatisfy(refused -> {
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).isNotEmpty();
            });
        }
    }

    private static Optional<RawClient.Response> read(RawClient client) {
        try {
            return Optional.of(client.read());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    @Test
    void anOriginThatClosesOrTalksNonsenseIs502() throws IOException {
        for (String answer : new String[] {
            "",
            "nonsense\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
            "HTTP/1.1 102 Processing\r\n\r\n",
        }) {
            try (ServerSocket origin = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
                CompletableFuture<Void> served = CompletableFuture.runAsync(() -> answerTwice(origin, answer));
                try (EdgeFixture before = EdgeFixture.beforePort(EdgeFixtureOptions.patient(), origin.getLocalPort());
                        RawClient client = before.connect()) {
                    assertThat(client.send("POST /api" + HEAD + "Content-Length: 0\r\n\r\n")
                                    .read()
                                    .status())
                            .as(answer)
                            .isEqualTo(502);
                }
                served.cancel(true);
            }
        }
    }

    private static void answerTwice(ServerSocket origin, String answer) {
        for (int i = 0; i < 2; i++) {
            try (Socket socket = origin.accept()) {
                assertThat(socket.getInputStream().read(new byte[8_192])).isPositive();
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().flush();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static int status(String request) throws IOException {
        try (RawClient client = fixture.connect()) {
            return client.send(request).lastStatus();
        }
    }

    private static int statusOf(RawClient client) {
        try {
            return client.read().status();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
