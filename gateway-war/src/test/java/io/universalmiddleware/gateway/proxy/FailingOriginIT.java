package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.gateway.pool.OriginPool;
import io.universalmiddleware.gateway.pool.TargetState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a route answers while its origins are killed, fail and come back. */
class FailingOriginIT extends PooledOrigins {
    @Test
    void anOriginThatIsKilledUnderLoadCostsNoRequestAndIsUsedAgainWhenItIsBack() throws Exception {
        int a = origin("a", PooledOrigins::ok);
        int b = origin("b", PooledOrigins::ok);
        int c = origin("c", PooledOrigins::ok);
        OriginPool pool = pool("web", "'health':{'interval':'100ms','timeout':'30s'}", a, b, c);
        serve(pool);
        AtomicBoolean loading = new AtomicBoolean(true);
        AtomicInteger answered = new AtomicInteger();
        List<CompletableFuture<List<String>>> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(CompletableFuture.supplyAsync(() -> load(loading, answered), threads));
        }
        await().until(() -> answered.get() > 500);

        kill(b);
        int atKill = answered.get();
        await().until(() -> answered.get() > atKill + 2_000);
        await().until(() -> pool.state().targets().get(1).state().equals("down"));
        int reached = seen("b");
        restart(b, "b");
        await().until(() -> seen("b") > reached + 50);
        loading.set(false);

        assertThat(clients).allSatisfy(client -> assertThat(client.join()).isEmpty());
        assertThat(pool.state().targets())
                .filteredOn(target -> target.url().endsWith(":" + b))
                .flatExtracting(TargetState::changes)
                .extracting("to")
                .contains("down", "up");
    }

    @Test
    void whatIsNotIdempotentIsNeverSentTwiceUnlessItsClientNamesItsKey() throws Exception {
        AtomicInteger arrived = new AtomicInteger();
        int port = origin("a", request -> {
            arrived.incrementAndGet();
            request.connection().close();
        });
        serve(pool("web", "'outlier':{'enabled':false}", port));

        assertThat(send("POST /x HTTP/1.1\r\nHost: shop.localhost\r\nContent-Length: 0\r\n\r\n")
                        .status())
                .isEqualTo(502);
        assertThat(arrived).hasValue(1);
        assertThat(send("POST /x HTTP/1.1\r\nHost: shop.localhost\r\nIdempotency-Key: k1\r\nContent-Length: 0\r\n\r\n")
                        .status())
                .isEqualTo(502);
        assertThat(arrived).hasValue(3);
    }

    @Test
    void withEverythingDownTheAnswerIs503AtOnceAndComesBackByItself() throws Exception {
        int a = origin("a", PooledOrigins::ok);
        int b = origin("b", PooledOrigins::ok);
        OriginPool pool = pool("web", "'breaker':{'minimum':5,'open':'300ms','probes':1}", a, b);
        serve(pool);
        assertThat(get("/", "").status()).isEqualTo(200);
        kill(a);
        kill(b);

        for (int i = 0; i < 30; i++) {
            long begin = System.nanoTime();
            RawClient.Response response = get("/", "");
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.header("Retry-After")).isNotEmpty();
            assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(response.body()).doesNotContain("127.0.0.1", "Exception");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(50));
        }
        await().untilAsserted(() -> assertThat(pool.state().breaker().state()).isNotEqualTo("closed"));

        restart(a, "a");
        restart(b, "b");
        await().until(() -> get("/", "").status() == 200);
        await().untilAsserted(() -> {
            get("/", "");
            assertThat(pool.state().breaker().state()).isEqualTo("closed");
        });
    }

    @Test
    void whileTheBreakerIsOpenTheOriginIsNotAsked() throws Exception {
        int a = origin("a", request -> request.response().setStatusCode(500).end());
        OriginPool pool = pool("web", "'breaker':{'minimum':5,'open':'1m'},'outlier':{'enabled':false}", a);
        serve(pool);
        for (int i = 0; i < 5; i++) {
            assertThat(get("/", "").status()).isEqualTo(500);
        }
        int asked = seen("a");

        for (int i = 0; i < 20; i++) {
            RawClient.Response response = get("/", "");
            assertThat(response.status()).isEqualTo(503);
            assertThat(Integer.parseInt(response.header("Retry-After"))).isBetween(1, 60);
        }
        assertThat(seen("a")).isEqualTo(asked);
    }

    @Test
    void aTargetThatFailsItsChecksIsLeftAloneUntilItPassesThem() throws Exception {
        AtomicBoolean healthy = new AtomicBoolean(true);
        int a = origin("a", request -> {
            boolean check = request.path().equals("/health");
            request.response()
                    .setStatusCode(check && !healthy.get() ? 503 : 200)
                    .end("a");
        });
        int b = origin("b", PooledOrigins::ok);
        OriginPool pool = pool(
                "web",
                "'health':{'path':'/health','interval':'100ms','timeout':'30s','healthy':2,'unhealthy':2}",
                a,
                b);
        serve(pool);

        healthy.set(false);
        await().until(() -> pool.state().targets().get(0).state().equals("down"));
        for (int i = 0; i < 30; i++) {
            assertThat(get("/", "").body()).isEqualTo("b");
        }
        healthy.set(true);
        await().until(() -> get("/", "").body().equals("a"));
    }

    /** Sends until told to stop; what was not answered 200. */
    private List<String> load(AtomicBoolean loading, AtomicInteger answered) {
        List<String> wrong = new ArrayList<>();
        try (RawClient client = fixture.connect()) {
            while (loading.get()) {
                RawClient.Response response =
                        client.send(GET.formatted("/item", "")).read();
                if (response.status() != 200) {
                    wrong.add(response.status() + " " + response.body());
                }
                answered.incrementAndGet();
            }
        } catch (IOException cut) {
            wrong.add(cut.toString());
        }
        return wrong;
    }
}
