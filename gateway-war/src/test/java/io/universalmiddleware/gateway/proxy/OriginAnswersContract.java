package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.gateway.routing.Persistence;
import io.universalmiddleware.gateway.routing.Retries;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of what an origin says, whichever client of the edge has asked it. */
@Timeout(180)
abstract class OriginAnswersContract {
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static EdgeFixture fixture;
    private final String request;

    /** @param request that goes by the client in question */
    OriginAnswersContract(String request) {
        this.request = request;
    }

    @BeforeAll
    static void start() throws IOException {
        fixture = EdgeFixture.before(unused -> {});
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 20x OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 600 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0x2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: a\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
            })
    void whatIsNotHttpIs502AndEndsTheConnection(String answer) throws IOException {
        try (ScriptedOrigin origin = new ScriptedOrigin(List.of(answer));
                RawClient client = clientOf(origin)) {
            assertThat(ask(client).status()).isEqualTo(502);
            await().until(() -> origin.left.get() == 1);
        }
    }

    @Test
    void aHeadThatIsTooLargeIs502() throws IOException {
        whatIsNotHttpIs502AndEndsTheConnection(
                "HTTP/1.1 200 OK\r\n" + ("X: " + "a".repeat(1_000) + "\r\n").repeat(100));
    }

    @Test
    void anEndBeforeTheWholeHeadIs502() throws IOException {
        try (ScriptedOrigin origin = new ScriptedOrigin(List.of(ScriptedOrigin.END), List.of(ScriptedOrigin.END));
                RawClient client = clientOf(origin)) {
            assertThat(ask(client).status()).isEqualTo(502);
        }
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "x\r\nab\r\n0\r\n\r\n",
                "-1\r\nab\r\n0\r\n\r\n",
                "2\nab\r\n0\r\n\r\n",
                "2\r\nabc\r\n0\r\n\r\n",
                "2;a=\"\n\"\r\nab\r\n0\r\n\r\n",
                "fffffffff\r\nab",
                "2\r\nab\r\n0\r\nX: a\0b\r\n\r\n",
            })
    void aBodyWhoseChunksAreWrongNeverLooksWhole(String body) throws IOException {
        try (ScriptedOrigin origin =
                        new ScriptedOrigin(List.of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body));
                RawClient client = clientOf(origin)) {
            client.send(request);
            looksBroken(client);
            await().until(() -> origin.left.get() == 1);
        }
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nX: y\r\n",
            })
    void aBodyThatBreaksOffNeverLooksWhole(String answer) throws IOException {
        try (ScriptedOrigin origin = new ScriptedOrigin(List.of(answer));
                RawClient client = clientOf(origin)) {
            client.send(request);
            await().until(() -> origin.said.get() == 1);
            origin.end();
            looksBroken(client);
        }
    }

    @Test
    void whatComesBeforeTheAnswerIsNotTheAnswer() throws IOException {
        String early = "HTTP/1.1 100 Continue\r\n\r\n";
        try (ScriptedOrigin origin = new ScriptedOrigin(List.of(early + early + OK, OK));
                RawClient client = clientOf(origin)) {
            assertThat(ask(client).body()).isEqualTo("ok");
            assertThat(ask(client).body()).isEqualTo("ok");
            assertThat(origin.asked).containsExactly(0, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {102, 104, 199})
    void whatSaysNothingYetIsPassedOver(int status) throws IOException {
        String interim = "HTTP/1.1 " + status + " Wait\r\nX: 1\r\nContent-Length: 0\r\n\r\n";
        try (ScriptedOrigin origin = new ScriptedOrigin(List.of(interim + interim + OK, interim + OK));
                RawClient client = clientOf(origin)) {
            assertThat(ask(client).body()).isEqualTo("ok");
            assertThat(ask(client).body()).isEqualTo("ok");
            assertThat(origin.asked).containsExactly(0, 0);
        }
    }

    @Test
    void hintsPassBeforeTheAnswer() throws IOException {
        try (ScriptedOrigin origin =
                        new ScriptedOrigin(List.of("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK));
                RawClient client = clientOf(origin)) {
            RawClient.Response hints = client.send(request).read(true);
            assertThat(hints.status()).isEqualTo(103);
            assertThat(hints.header("Link")).isEqualTo("</a>");
            assertThat(client.read().body()).isEqualTo("ok");
        }
    }

    @Test
    void aBodyMayEndWithItsConnection() throws IOException {
        try (ScriptedOrigin origin = new ScriptedOrigin(List.of("HTTP/1.0 200 OK\r\n\r\nto the end"), List.of(OK));
                RawClient client = clientOf(origin)) {
            client.send(request);
            await().until(() -> origin.said.get() == 1);
            origin.end();
            assertThat(client.read().body()).isEqualTo("to the end");
            assertThat(ask(client).body()).isEqualTo("ok");
            assertThat(origin.asked).containsExactly(0, 1);
        }
    }

    @Test
    void trailersPass() throws IOException {
        try (ScriptedOrigin origin = new ScriptedOrigin(List.of(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nX-Sum: 3\r\n\r\n"));
                RawClient client = clientOf(origin)) {
            RawClient.Response response = ask(client);
            assertThat(response.body()).isEqualTo("ab");
            assertThat(response.trailers()).containsEntry("x-sum", "3");
        }
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nKeep-Alive: timeout=0\r\n\r\nok",
            })
    void aConnectionThatTheOriginDoesNotKeepIsNotUsedAgain(String answer) throws IOException {
        try (ScriptedOrigin origin = new ScriptedOrigin(List.of(answer, OK), List.of(OK));
                RawClient client = clientOf(origin)) {
            assertThat(ask(client).body()).isEqualTo("ok");
            assertThat(ask(client).body()).isEqualTo("ok");
            assertThat(origin.asked).containsExactly(0, 1);
        }
    }

    @Test
    void anAnswerThatNobodyAskedForEndsItsConnection() throws IOException {
        try (ScriptedOrigin origin = new ScriptedOrigin(List.of(OK), List.of(OK));
                RawClient client = clientOf(origin)) {
            assertThat(ask(client).body()).isEqualTo("ok");
            origin.say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsmuggled!");
            await().until(() -> origin.left.get() == 1);
            assertThat(ask(client).body()).isEqualTo("ok");
            assertThat(origin.asked).containsExactly(0, 1);
        }
    }

    RawClient.Response ask(RawClient client) throws IOException {
        return client.send(request).read();
    }

    /** A client of a route all of whose requests go to the origin, once. */
    static RawClient clientOf(ScriptedOrigin origin) throws IOException {
        return clientOf(origin, new Persistence(TenantRoutes.PATIENT, Retries.NEVER, Duration.ZERO));
    }

    static RawClient clientOf(ScriptedOrigin origin, Persistence persistence) throws IOException {
        fixture.serve(TenantRoutes.all(EdgeFixture.targets(origin.port()), persistence));
        return fixture.connect();
    }

    /** Whether nothing of the answer has been passed on, or what has been is seen not to be whole. */
    private static void looksBroken(RawClient client) {
        assertThatThrownBy(() -> assertThat(client.read().status()).isNotEqualTo(502))
                .isInstanceOfAny(IOException.class, AssertionError.class)
                .isNotInstanceOf(SocketTimeoutException.class);
    }
}
