package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.gateway.network.NobodysPort;
import io.universalmiddleware.gateway.routing.Patience;
import io.universalmiddleware.gateway.routing.Persistence;
import io.universalmiddleware.gateway.routing.Retries;
import io.universalmiddleware.gateway.routing.Retries.On;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AttemptsIT {
    private static final Retries ALL = new Retries(
            3, Set.of(On.CONNECT, On.RESET, On.TIMEOUT), Set.of(503), Retries.IDEMPOTENT, Duration.ofMillis(1));

    private static EdgeFixture fixture;
    private static int bad;
    private static final NobodysPort NOBODY = new NobodysPort();
    private static final AtomicInteger SEEN_BY_BAD = new AtomicInteger();

    @BeforeAll
    static void start() {
        fixture = EdgeFixture.before(request ->
                request.body().onSuccess(body -> request.response().end(request.method() + " " + body)));
        bad = EdgeFixture.listening(fixture.vertx().createHttpServer().requestHandler(AttemptsIT::misbehave));
    }

    @AfterAll
    static void stop() {
        fixture.close();
        NOBODY.close();
    }

    @BeforeEach
    void forget() {
        SEEN_BY_BAD.set(0);
    }

    @Test
    void whatNeverLeftGoesToAnotherTargetWhateverItsMethod() throws IOException {
        TargetsInTurn pool = EdgeFixture.targets(NOBODY.number(), fixture.originPort);

        RawClient.Response response = ask(pool, patient(ALL), "POST", "/", "", "abc");

        assertThat(response.body()).isEqualTo("POST abc");
        assertThat(pool.told).containsExactly("failed CONNECT", "answered 200");
        await().until(() -> pool.open.get() == 0);
    }

    @Test
    void whatMayHaveBeenSeenGoesAgainOnlyIfThatIsHarmless() throws IOException {
        assertThat(reset("GET", "").body()).isEqualTo("GET ");
        assertThat(reset("PUT", "").body()).isEqualTo("PUT abc");
        assertThat(reset("POST", "Idempotency-Key: 1\r\n").body()).isEqualTo("POST abc");
        assertThat(reset("POST", "Idempotency-Key: \r\nIdempotency-Key: 1\r\n").body())
                .isEqualTo("POST abc");
        assertThat(reset("POST", "Idempotency-Key: \t\r\n").status()).isEqualTo(502);
        RawClient.Response post = reset("POST", "");
        assertThat(post.status()).isEqualTo(502);
        assertThat(post.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void aStatusMayMakeAnotherAttemptAndIsPassedOnWhenThereIsNone() throws IOException {
        TargetsInTurn pool = EdgeFixture.targets(bad, fixture.originPort);
        assertThat(ask(pool, patient(ALL), "GET", "/503", "", "").body()).isEqualTo("GET ");
        assertThat(pool.told).containsExactly("answered 503", "answered 200");

        RawClient.Response last = ask(EdgeFixture.targets(bad), patient(ALL), "GET", "/503", "", "");
        assertThat(last.status()).isEqualTo(503);
        assertThat(last.body()).isEqualTo("busy");
        assertThat(SEEN_BY_BAD.get()).isEqualTo(1 + ALL.attempts());
    }

    @Test
    void aSilentTargetIsGivenUpAndAnotherAsked() throws IOException {
        Patience hasty =
                new Patience(Duration.ofMinutes(1), EdgeFixture.SHORT, Duration.ofMinutes(1), Duration.ofMinutes(2));
        TargetsInTurn pool = EdgeFixture.targets(bad, fixture.originPort);

        assertThat(ask(pool, new Persistence(hasty, ALL, Duration.ZERO), "GET", "/silent", "", "")
                        .body())
                .isEqualTo("GET ");
        assertThat(pool.told).containsExactly("failed TIMEOUT", "answered 200");
        await().until(() -> pool.open.get() == 0);
    }

    @Test
    void allAttemptsTogetherTakeNoLongerThanTheWhole() throws IOException {
        Patience hasty = new Patience(
                Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMillis(300));
        TargetsInTurn pool = EdgeFixture.targets(bad);

        assertThat(ask(pool, new Persistence(hasty, ALL, Duration.ZERO), "GET", "/silent", "", "")
                        .status())
                .isEqualTo(504);
        await().until(() -> pool.open.get() == 0);
    }

    @Test
    void beyondTheBudgetNothingIsSentAgain() throws IOException {
        TargetsInTurn pool = EdgeFixture.targets(bad, fixture.originPort).budget(0);

        assertThat(ask(pool, patient(ALL), "GET", "/reset", "", "").status()).isEqualTo(502);
        assertThat(pool.told).containsExactly("failed RESET");
    }

    @Test
    void aHedgedRequestIsAnsweredByWhoeverIsFirst() throws IOException {
        TargetsInTurn pool = EdgeFixture.targets(bad, fixture.originPort);
        Persistence hedged = new Persistence(TenantRoutes.PATIENT, Retries.NEVER, Duration.ofMillis(20));

        assertThat(ask(pool, hedged, "GET", "/silent", "", "").body()).isEqualTo("GET ");
        assertThat(pool.told).containsExactly("answered 200");
        await().until(() -> pool.open.get() == 0);
    }

    @Test
    void aClientThatGoesEndsItsAttempt() throws IOException {
        TargetsInTurn pool = EdgeFixture.targets(bad);
        fixture.serve(TenantRoutes.all(pool, patient(ALL)));
        try (RawClient client = fixture.connect()) {
            client.send("GET /silent HTTP/1.1\r\nHost: shop.localhost\r\n\r\n");
            await().until(() -> SEEN_BY_BAD.get() == 1);
        }
        await().until(() -> pool.open.get() == 0);
        assertThat(pool.told).isEmpty();
    }

    private static RawClient.Response reset(String method, String fields) throws IOException {
        TargetsInTurn pool = EdgeFixture.targets(bad, fixture.originPort);
        return ask(pool, patient(ALL), method, "/reset", fields, method.equals("GET") ? "" : "abc");
    }

    private static RawClient.Response ask(
            TargetsInTurn pool, Persistence persistence, String method, String path, String fields, String body)
            throws IOException {
        fixture.serve(TenantRoutes.all(pool, persistence));
        try (RawClient client = fixture.connect()) {
            String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
            return client.send(method + " " + path + " HTTP/1.1\r\nHost: shop.localhost\r\n" + fields + length + "\r\n"
                            + body)
                    .read();
        }
    }

    private static Persistence patient(Retries retries) {
        return new Persistence(TenantRoutes.PATIENT, retries, Duration.ZERO);
    }

    private static void misbehave(HttpServerRequest request) {
        SEEN_BY_BAD.incrementAndGet();
        switch (request.path()) {
            case "/reset" ->
                request.body().onSuccess(body -> request.connection().close());
            case "/503" -> request.response().setStatusCode(503).end("busy");
            default -> request.body();
        }
    }
}
