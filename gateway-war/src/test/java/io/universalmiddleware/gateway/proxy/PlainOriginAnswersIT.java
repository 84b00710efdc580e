package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.gateway.routing.Persistence;
import io.universalmiddleware.gateway.routing.Retries;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to requests that go by the edge's own client, which is stricter with what stands behind them. */
class PlainOriginAnswersIT extends OriginAnswersContract {
    private static final String HEAD = " / HTTP/1.1\r\nHost: shop.localhost\r\n\r\n";

    PlainOriginAnswersIT() {
        super("GET" + HEAD);
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"x", "\r\n", "\0", OK, "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\nX: "})
    void aConnectionOnWhichSomethingComesBehindTheAnswerIsNotUsedAgain(String behind) throws IOException {
        try (ScriptedOrigin origin = new ScriptedOrigin(List.of(OK + behind), List.of(OK));
                RawClient client = clientOf(origin)) {
            assertThat(ask(client).body()).isEqualTo("ok");
            await().until(() -> origin.left.get() == 1);
            assertThat(ask(client).body()).isEqualTo("ok");
            assertThat(origin.asked).containsExactly(0, 1);
        }
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"x", "\r\n"})
    void aByteThatNobodyAskedForEndsAConnectionThatIsKept(String byItself) throws IOException {
        try (ScriptedOrigin origin = new ScriptedOrigin(List.of(OK), List.of(OK));
                RawClient client = clientOf(origin)) {
            assertThat(ask(client).body()).isEqualTo("ok");
            origin.say(byItself);
            await().until(() -> origin.left.get() == 1);
            assertThat(ask(client).body()).isEqualTo("ok");
            assertThat(origin.asked).containsExactly(0, 1);
        }
    }

    @Test
    void anAnswerWithoutABodyLeavesItsConnectionInOrder() throws IOException {
        String unmodified = "HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n";
        String empty = "HTTP/1.1 204 No Content\r\n\r\n";
        try (ScriptedOrigin origin =
                        new ScriptedOrigin(List.of(OK.substring(0, OK.length() - 2), unmodified, empty, OK));
                RawClient client = clientOf(origin)) {
            assertThat(client.send("HEAD" + HEAD).read(true).header("Content-Length"))
                    .isEqualTo("2");
            assertThat(ask(client).status()).isEqualTo(304);
            assertThat(ask(client).status()).isEqualTo(204);
            assertThat(ask(client).body()).isEqualTo("ok");
            assertThat(origin.asked).containsExactly(0, 0, 0, 0);
        }
    }

    @Test
    void anAnswerToHeadThatHasABodyEndsItsConnection() throws IOException {
        try (ScriptedOrigin origin = new ScriptedOrigin(List.of(OK), List.of(OK));
                RawClient client = clientOf(origin)) {
            assertThat(client.send("HEAD" + HEAD).read(true).status()).isEqualTo(200);
            await().until(() -> origin.left.get() == 1);
            assertThat(ask(client).body()).isEqualTo("ok");
        }
    }

    @Test
    void aKeptConnectionThatEndsWhenItIsUsedAgainCostsNothing() throws IOException {
        Retries again = new Retries(2, Set.of(Retries.On.RESET), Set.of(), Retries.IDEMPOTENT, Duration.ZERO);
        try (ScriptedOrigin origin = new ScriptedOrigin(List.of(OK, ScriptedOrigin.END), List.of(OK));
                RawClient client = clientOf(origin, new Persistence(TenantRoutes.PATIENT, again, Duration.ZERO))) {
            assertThat(ask(client).body()).isEqualTo("ok");
            assertThat(ask(client).body()).isEqualTo("ok");
            assertThat(origin.asked).containsExactly(0, 0, 1);
        }
    }
}
