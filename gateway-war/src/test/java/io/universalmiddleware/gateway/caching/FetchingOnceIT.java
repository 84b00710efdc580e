package io.universalmiddleware.gateway.caching;

import static io.universalmiddleware.gateway.caching.TestOrigin.answer;
import static io.universalmiddleware.gateway.caching.TestOrigin.streaming;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.gateway.filter.OriginAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What many clients ask for at once is fetched once, for all nodes while they have Redis. */
class FetchingOnceIT extends TwoNodes {
    FetchingOnceIT(RedisBackend redis) {
        super(redis);
    }

    @Test
    void fiveHundredClientsOfAnExpiredKeyAreOneRequestAcrossTwoNodes() {
        origin.says(200, "old", "Cache-Control", MINUTE);
        get(one, "/hot").body();
        await().until(() -> get(two, "/hot").cacheStatus().contains("hit"));
        clock.advance(Duration.ofSeconds(61));
        CompletableFuture<OriginAnswer> slow = new CompletableFuture<>();
        origin.says(request -> slow);
        int before = origin.count();

        List<Visit> visits = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            visits.add(get(one, "/hot"));
            visits.add(get(two, "/hot"));
        }
        await().until(() -> origin.count() > before);
        slow.complete(answer(200, "new", "Cache-Control", MINUTE));

        assertThat(visits).allSatisfy(visit -> assertThat(visit.body()).isEqualTo("new"));
        assertThat(origin.count()).isEqualTo(before + 1);
    }

    @Test
    void anAnswerThatCannotBeStoredReleasesTheWaitingOfAllNodes() {
        CompletableFuture<OriginAnswer> slow = new CompletableFuture<>();
        origin.says(request -> slow);
        Visit first = get(one, "/private");
        await().until(() -> origin.count() == 1);
        List<Visit> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            others.add(get(one, "/private"));
            others.add(get(two, "/private"));
        }
        slow.complete(answer(200, "mine", "Cache-Control", "private"));

        assertThat(first.body()).isEqualTo("mine");
        assertThat(first.cacheStatus()).contains("detail=private").doesNotContain("stored");
        assertThat(others).allSatisfy(visit -> assertThat(visit.decision()).isEqualTo("pass"));
        assertThat(get(two, "/private").decision()).isEqualTo("pass");
        assertThat(origin.count()).isEqualTo(1);
    }

    @Test
    void aSlowOrGoneFirstClientNeitherSlowsNorCancelsTheOthers() {
        TestBody body = new TestBody();
        origin.says(request -> completedFuture(streaming(body, "Cache-Control", MINUTE)));
        Visit slow = Visit.lazily(one.filter, origin, "/stream");
        Visit leaves = get(one, "/stream");
        Visit reads = get(one, "/stream");
        slow.decision();
        leaves.decision();
        body.send("first ");

        await().until(() -> reads.soFar().equals("first "));
        leaves.leave();
        Visit late = get(one, "/stream");
        body.send("second").end();

        assertThat(reads.body()).isEqualTo("first second");
        assertThat(late.body()).isEqualTo("first second");
        assertThat(slow.soFar()).isEmpty();
        await().until(() -> get(two, "/stream").cacheStatus().contains("hit"));
        assertThat(origin.count()).isEqualTo(1);
    }

    @Test
    void withoutRedisNodesGoOnAloneAndFindTogetherAgain() {
        origin.says(200, "body", "Cache-Control", MINUTE);
        get(one, "/held").body();
        await().until(() -> get(one, "/held").cacheStatus().contains("hit"));
        redis.kill();
        try {
            await().until(() -> !one.cache.isShared() && !two.cache.isShared());
            assertThat(get(one, "/held").cacheStatus()).contains("hit");
            CompletableFuture<OriginAnswer> slow = new CompletableFuture<>();
            origin.says(request -> slow);
            int before = origin.count();
            List<Visit> visits = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                visits.add(get(one, "/alone"));
            }
            await().until(() -> origin.count() > before);
            slow.complete(answer(200, "alone", "Cache-Control", MINUTE));
            assertThat(visits).allSatisfy(visit -> assertThat(visit.body()).isEqualTo("alone"));
            assertThat(origin.count()).as("one flight on a node").isEqualTo(before + 1);
            await().until(() -> get(one, "/alone").cacheStatus().contains("hit"));
            assertThat(one.cache.purging().tag("acme", "t", false).toCompletableFuture())
                    .isCompletedExceptionally();
        } finally {
            redis.start();
        }
        await().until(() -> one.cache.isShared() && two.cache.isShared());
        origin.says(200, "again", "Cache-Control", MINUTE);
        get(one, "/back").body();
        await().until(() -> get(two, "/back").cacheStatus().contains("hit"));
    }
}
