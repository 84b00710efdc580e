package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.gateway.pool.OriginPool;
import io.universalmiddleware.gateway.routing.PathPattern;
import io.universalmiddleware.gateway.routing.Retries;
import io.universalmiddleware.gateway.routing.RouteMatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a slow origin, or streams, leave to other requests. */
class BulkheadIT extends PooledOrigins {
    /** How much slower they become is measured where nothing else runs; here, that nothing waits for the slow one. */
    @Test
    void anOriginThatDoesNotAnswerTakesNothingFromOtherRoutes() throws Exception {
        int slow = origin("slow", request -> {});
        int fast = origin("fast", PooledOrigins::ok);
        OriginPool slowPool = pool("slow", "'bulkhead':{'inFlight':16,'queue':8,'wait':'100ms'}", slow);
        OriginPool fastPool = pool("fast", "'bulkhead':{'inFlight':16,'queue':8}", fast);
        fixture.serve(
                TenantRoutes.route("slow", RouteMatch.of(PathPattern.prefix("/slow")), slowPool, Retries.ONCE),
                TenantRoutes.route("fast", RouteMatch.of(PathPattern.prefix("/fast")), fastPool, Retries.ONCE));
        List<RawClient> stuck = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            stuck.add(fixture.connect().send(GET.formatted("/slow", "")));
        }
        await().until(() -> seen("slow") == 16);

        for (int i = 0; i < 10; i++) {
            assertThat(get("/slow", "").status()).isEqualTo(503);
        }
        List<CompletableFuture<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(CompletableFuture.supplyAsync(() -> fine(500), threads));
        }

        assertThat(clients).allSatisfy(client -> assertThat(client.join()).isEqualTo(500));
        assertThat(slowPool.state().inFlight()).isEqualTo(16);
        assertThat(seen("slow")).isEqualTo(16);
        for (RawClient client : stuck) {
            client.close();
        }
        await().until(() -> slowPool.state().inFlight() == 0);
    }

    @Test
    void streamsDoNotTakeThePlacesOfRequests() throws Exception {
        int a = origin("a", request -> {
            if (request.path().equals("/events")) {
                request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
                request.response().write("data: 1\n\n");
            } else {
                request.response().end("a");
            }
        });
        OriginPool pool = pool("web", "'bulkhead':{'inFlight':1,'queue':0}", a);
        serve(pool);
        try (RawClient first = fixture.connect();
                RawClient second = fixture.connect()) {
            assertThat(first.send(GET.formatted("/events", "")).line()).contains("200");
            assertThat(second.send(GET.formatted("/events", "")).line()).contains("200");
            assertThat(get("/", "").status()).isEqualTo(200);
            await().until(() -> pool.state().targets().get(0).inFlight() == 2);
        }
        await().until(() -> pool.state().targets().get(0).inFlight() == 0);
        assertThat(pool.state().inFlight()).isZero();
    }

    /** How many of so many requests, one after the other, are answered 200. */
    private int fine(int requests) {
        int fine = 0;
        try (RawClient client = fixture.connect()) {
            for (int i = 0; i < requests; i++) {
                fine += client.send(GET.formatted("/fast", "")).read().status() == 200 ? 1 : 0;
            }
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        }
        return fine;
    }
}
