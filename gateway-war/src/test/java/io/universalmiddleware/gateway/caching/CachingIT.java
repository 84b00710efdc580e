package io.universalmiddleware.gateway.caching;

import static io.universalmiddleware.gateway.caching.TestOrigin.answer;
import static io.universalmiddleware.gateway.caching.TestOrigin.streaming;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.gateway.filter.Caller;
import io.universalmiddleware.gateway.filter.OriginAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What clients of two nodes get that share a Redis. */
@WithBackends
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CachingIT {
    private static final String MINUTE = "max-age=60";
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final TestOrigin origin = new TestOrigin(threads);
    private final TestClock clock = new TestClock();
    private final RedisBackend redis;
    private CachingNode one;
    private CachingNode two;

    CachingIT(RedisBackend redis) {
        this.redis = redis;
    }

    @BeforeAll
    void start() {
        one = node("{}");
        two = node("{}");
    }

    @BeforeEach
    void countAnew() {
        origin.asked.clear();
    }

    @AfterAll
    void stop() {
        one.close();
        two.close();
        threads.shutdownNow();
    }

    @Test
    void whatWasFetchedOnceIsAnsweredByEveryNode() {
        origin.says(200, "body", "Cache-Control", MINUTE, "ETag", "\"a\"", "Surrogate-Key", "t", "X-A", "1");
        RouteStatistics.Counts before = one.counts();
        RouteStatistics.Counts beforeOfTwo = two.counts();

        Visit miss = get(one, "/once");
        assertThat(miss.body()).isEqualTo("body");
        assertThat(miss.cacheStatus()).isEqualTo("um-edge; fwd=uri-miss; fwd-status=200; stored");
        clock.advance(Duration.ofSeconds(5));
        Visit hit = await().until(
                        () -> get(one, "/once"), visit -> visit.cacheStatus().contains("hit"));
        Visit shared = get(two, "/once");

        for (Visit visit : List.of(hit, shared)) {
            assertThat(visit.body()).isEqualTo("body");
            assertThat(visit.cacheStatus()).isEqualTo("um-edge; hit; ttl=55");
            assertThat(visit.field("Age")).isEqualTo("5");
            assertThat(visit.field("X-A")).isEqualTo("1");
            assertThat(visit.field("Surrogate-Key"))
                    .as("is for the cache alone")
                    .isNull();
        }
        assertThat(origin.count()).isEqualTo(1);
        assertThat(one.counts().fetches()).isEqualTo(before.fetches() + 1);
        assertThat(one.counts().misses()).isEqualTo(before.misses() + 1);
        assertThat(two.counts().hits()).isEqualTo(beforeOfTwo.hits() + 1);
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
    void theOriginIsAskedWhetherAStaleAnswerIsStillTheSame() {
        origin.says(200, "body", "Cache-Control", MINUTE, "ETag", "\"a\"", "X-A", "1");
        get(one, "/etag").body();
        await().until(() -> get(one, "/etag").cacheStatus().contains("hit"));
        clock.advance(Duration.ofSeconds(61));
        origin.says(304, "", "Cache-Control", "max-age=30", "ETag", "\"a\"", "X-A", "2");

        Visit validated = get(one, "/etag");

        assertThat(validated.body()).isEqualTo("body");
        assertThat(validated.cacheStatus()).isEqualTo("um-edge; fwd=stale; fwd-status=304; stored");
        assertThat(validated.field("X-A")).isEqualTo("2");
        assertThat(validated.field("Age")).isEqualTo("0");
        assertThat(origin.asked.get(1).get("If-None-Match")).isEqualTo("\"a\"");
        await().until(() -> get(two, "/etag").field("X-A").equals("2"));
        assertThat(origin.count()).isEqualTo(2);
    }

    @Test
    void whatTheOriginMakesPrivateWhileItConfirmsItIsNotServedToAllAnyMore() {
        origin.says(200, "body", "Cache-Control", MINUTE, "ETag", "\"a\"");
        get(one, "/turned").body();
        await().until(() -> get(one, "/turned").cacheStatus().contains("hit"));
        clock.advance(Duration.ofSeconds(61));
        origin.says(request -> CompletableFuture.completedFuture(
                request.request().has("If-None-Match")
                        ? answer(304, "", "Cache-Control", "private, max-age=600", "ETag", "\"a\"")
                        : answer(200, "mine", "Cache-Control", "private, max-age=600", "ETag", "\"a\"")));

        assertThat(get(one, "/turned").body()).isEqualTo("mine");
        assertThat(get(one, "/turned").cacheStatus()).doesNotContain("hit");
        assertThat(get(two, "/turned").cacheStatus()).doesNotContain("hit");
    }

    @Test
    void aClientsConditionsAndRangesAreAnsweredFromWhatIsStored() {
        origin.says(200, "0123456789", "Cache-Control", MINUTE, "ETag", "\"a\"", "Content-Type", "text/plain");
        Visit first = get(one, "/range", "Range", "bytes=2-4");
        assertThat(first.decision()).isEqualTo("206");
        assertThat(first.body()).isEqualTo("234");
        assertThat(origin.asked.get(0).has("Range")).as("the whole is fetched").isFalse();
        await().until(() -> get(one, "/range").cacheStatus().contains("hit"));

        Visit range = get(one, "/range", "Range", "bytes=-3", "If-Range", "\"a\"");
        assertThat(range.body()).isEqualTo("789");
        assertThat(range.field("Content-Range")).isEqualTo("bytes 7-9/10");
        assertThat(get(one, "/range", "Range", "bytes=20-").decision()).isEqualTo("416");
        assertThat(get(one, "/range", "Range", "bytes=0-1", "If-Range", "\"b\"").decision())
                .isEqualTo("200");
        Visit same = get(two, "/range", "If-None-Match", "\"a\"");
        assertThat(same.decision()).isEqualTo("304");
        assertThat(same.field("Content-Type")).isNull();
        Visit head = Visit.of("acme", "HEAD", two.filter, origin, "/range");
        assertThat(head.decision()).isEqualTo("200");
        assertThat(get(one, "/range", "If-Match", "\"a\"").decision()).isEqualTo("pass");
        assertThat(origin.count()).isEqualTo(1);
    }

    @Test
    void whereTheOriginFailsAStaleAnswerServesAsLongAsItMay() {
        origin.says(200, "kept", "Cache-Control", "max-age=60, stale-if-error=600");
        get(one, "/sie").body();
        await().until(() -> get(two, "/sie").cacheStatus().contains("hit"));
        clock.advance(Duration.ofSeconds(61));

        origin.dies();
        assertThat(get(one, "/sie").body()).isEqualTo("kept");
        int tries = origin.count();
        assertThat(get(one, "/sie").body()).isEqualTo("kept");
        assertThat(origin.count())
                .as("a failed origin is left alone for a moment")
                .isEqualTo(tries);
        origin.says(503, "broken");
        Visit answeredByAnother = get(two, "/sie");
        assertThat(answeredByAnother.body()).isEqualTo("kept");
        assertThat(answeredByAnother.cacheStatus()).isEqualTo("um-edge; hit; ttl=-1");

        clock.advance(Duration.ofSeconds(600));
        assertThat(get(two, "/sie").body()).isEqualTo("broken");
        origin.dies();
        Visit refused = get(one, "/sie");
        assertThat(refused.decision()).isEqualTo("refuse");
        assertThat(refused.refusal().detail()).isEqualTo("away");
    }

    @Test
    void whileItIsValidatedAStaleAnswerServesAtOnce() {
        origin.says(200, "old", "Cache-Control", "max-age=60, stale-while-revalidate=60");
        get(one, "/swr").body();
        await().until(() -> get(one, "/swr").cacheStatus().contains("hit"));
        clock.advance(Duration.ofSeconds(61));
        CompletableFuture<OriginAnswer> slow = new CompletableFuture<>();
        origin.says(request -> slow);

        for (int i = 0; i < 20; i++) {
            assertThat(get(one, "/swr").body()).isEqualTo("old");
            assertThat(get(two, "/swr").body()).isEqualTo("old");
        }
        await().until(() -> origin.count() == 2);
        slow.complete(answer(200, "new", "Cache-Control", MINUTE));

        await().until(() -> get(one, "/swr").body().equals("new"));
        await().until(() -> get(two, "/swr").body().equals("new"));
        assertThat(origin.count()).isEqualTo(2);
    }

    @Test
    void variantsAreKeptApart() {
        origin.says(request -> completedFuture(answer(
                200,
                "in " + request.request().get("Accept-Language"),
                "Cache-Control",
                MINUTE,
                "Vary",
                "Accept-Language")));
        List<Visit> visits = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            visits.add(get(one, "/vary", "Accept-Language", "de"));
            visits.add(get(one, "/vary", "Accept-Language", "en"));
            visits.add(get(two, "/vary", "Accept-Language", "DE"));
        }

        for (int i = 0; i < visits.size(); i++) {
            assertThat(visits.get(i).body()).isEqualToIgnoringCase(i % 3 == 1 ? "in en" : "in de");
        }
        await().until(() ->
                get(two, "/vary", "Accept-Language", "en").cacheStatus().contains("hit"));
        await().until(() ->
                get(one, "/vary", "Accept-Language", "de").cacheStatus().contains("hit"));
        assertThat(origin.count()).isEqualTo(2);
    }

    @Test
    void aPurgeIsFeltOnEveryNode() {
        for (String how : List.of("key", "prefix", "tag")) {
            origin.says(200, "old", "Cache-Control", MINUTE, "Surrogate-Key", "shop item-1");
            get(one, "/shop/1?x=1").body();
            await().until(() -> get(one, "/shop/1?x=1").cacheStatus().contains("hit"));
            await().until(() -> get(two, "/shop/1?x=1").cacheStatus().contains("hit"));
            origin.says(200, "new " + how, "Cache-Control", MINUTE, "Surrogate-Key", "shop item-1");

            switch (how) {
                case "key" ->
                    one.cache
                            .purging()
                            .key("acme", "/shop/1", false)
                            .toCompletableFuture()
                            .join();
                case "prefix" ->
                    one.cache
                            .purging()
                            .prefix("acme", "/sh", false)
                            .toCompletableFuture()
                            .join();
                default ->
                    one.cache
                            .purging()
                            .tag("acme", "item-1", false)
                            .toCompletableFuture()
                            .join();
            }

            assertThat(get(one, "/shop/1?x=1").body()).isEqualTo("new " + how);
            await().until(() -> get(two, "/shop/1?x=1").body().equals("new " + how));
        }
    }

    @Test
    void aSoftPurgeHasItValidatedAndLetsItServeIfTheOriginFails() {
        origin.says(200, "kept", "Cache-Control", "max-age=60, stale-if-error=60", "ETag", "\"a\"", "Cache-Tag", "t");
        get(one, "/soft").body();
        await().until(() -> get(two, "/soft").cacheStatus().contains("hit"));
        one.cache.purging().tag("acme", "t", true).toCompletableFuture().join();

        origin.dies();
        assertThat(get(one, "/soft").body()).isEqualTo("kept");
        clock.advance(Duration.ofSeconds(2));
        origin.says(304, "", "ETag", "\"a\"");
        assertThat(get(one, "/soft").cacheStatus()).contains("fwd-status=304");
        assertThat(get(one, "/soft").cacheStatus()).contains("hit");
    }

    @Test
    void anAnswerMadeBeforeAPurgeDoesNotOutliveIt() {
        CompletableFuture<OriginAnswer> slow = new CompletableFuture<>();
        origin.says(request -> slow);
        Visit early = get(one, "/race");
        await().until(() -> origin.count() == 1);
        two.cache.purging().tag("acme", "t", false).toCompletableFuture().join();
        slow.complete(answer(200, "old", "Cache-Control", MINUTE, "Surrogate-Key", "t"));
        assertThat(early.body()).isEqualTo("old");
        origin.says(200, "new", "Cache-Control", MINUTE, "Surrogate-Key", "t");

        assertThat(get(two, "/race").body()).isEqualTo("new");
        await().until(() -> get(one, "/race").body().equals("new"));
    }

    @Test
    void anUnsafeRequestInvalidatesItsTargetAndWhatItNames() {
        origin.says(200, "old", "Cache-Control", MINUTE);
        for (String path : List.of("/items", "/items/1", "/other", "/far")) {
            get(one, path).body();
            await().until(() -> get(two, path).cacheStatus().contains("hit"));
        }
        var invalidating = one.cache.invalidating();
        Visit post = Visit.of("acme", "POST", invalidating, origin, "/items");
        post.back(invalidating, 404, "Location", "/other");
        assertThat(get(one, "/items").cacheStatus())
                .as("a failure changes nothing")
                .contains("hit");

        post.back(
                invalidating,
                201,
                "Location",
                "http://acme.localhost:8080/items/1",
                "Content-Location",
                "http://elsewhere.example/far");

        origin.says(200, "new", "Cache-Control", MINUTE);
        await().until(() -> get(two, "/items").body().equals("new"));
        await().until(() -> get(two, "/items/1").body().equals("new"));
        assertThat(get(two, "/far").body()).isEqualTo("old");
    }

    @Test
    void aRequestHasItsSayInWhatItIsGiven() {
        origin.says(200, "old", "Cache-Control", MINUTE);
        Visit cold = get(one, "/asked", "Cache-Control", "only-if-cached");
        assertThat(cold.decision()).isEqualTo("refuse");
        assertThat(cold.refusal().type().status()).isEqualTo(504);
        get(one, "/asked").body();
        await().until(() ->
                get(two, "/asked", "Cache-Control", "only-if-cached").decision().equals("200"));
        assertThat(get(two, "/asked", "Cache-Control", "only-if-cached").body()).isEqualTo("old");
        assertThat(get(one, "/asked", "Cache-Control", "no-store").decision()).isEqualTo("pass");
        clock.advance(Duration.ofSeconds(10));
        origin.says(200, "new", "Cache-Control", MINUTE);
        assertThat(get(one, "/asked", "Cache-Control", "max-age=10").body()).isEqualTo("old");
        Visit anew = get(one, "/asked", "Cache-Control", "no-cache");
        assertThat(anew.body()).isEqualTo("new");
        assertThat(anew.cacheStatus()).startsWith("um-edge; fwd=request");
        await().until(() ->
                get(two, "/asked", "Cache-Control", "max-age=5").body().equals("new"));
    }

    @Test
    void nobodyIsGivenWhatWasMadeForSomebodyElse() {
        origin.says(request ->
                completedFuture(answer(200, "for " + request.request().get("Authorization"), "Cache-Control", MINUTE)));

        assertThat(get(one, "/me", "Authorization", "ann").body()).isEqualTo("for ann");
        assertThat(get(one, "/me", "Authorization", "bob").decision()).isEqualTo("pass");
        Caller ann = new Caller(Caller.Kind.KEY, "", Set.of(), Set.of(), "key-1", "ann");
        origin.says(200, "for the key", "Cache-Control", MINUTE);
        assertThat(Visit.by(ann, one.filter, origin, "/mine").cacheStatus()).contains("detail=authorization");
        assertThat(get(one, "/mine").cacheStatus())
                .as("nobody else is concerned")
                .contains("stored");
    }

    @Test
    void anApplicationIsNotGivenWhatWasMadeForItsUserInPerson() throws Exception {
        var filter = one.cache.filter("acme", "r", KeyStrategyTest.read("{\"key\":{\"caller\":true}}"));
        Caller ann = new Caller(Caller.Kind.USER, "ann", Set.of(), Set.of(), "", "");
        Caller desk = new Caller(Caller.Kind.USER, "ann", Set.of(), Set.of(), "", "", "desk");

        origin.says(200, "for ann", "Cache-Control", MINUTE);
        assertThat(Visit.by(ann, filter, origin, "/mine").body()).isEqualTo("for ann");
        origin.says(200, "for the desk", "Cache-Control", MINUTE);

        assertThat(Visit.by(desk, filter, origin, "/mine").body()).isEqualTo("for the desk");
        assertThat(Visit.by(ann, filter, origin, "/mine").body()).isEqualTo("for ann");
    }

    @Test
    void tenantsAndRoutesShareNothing() {
        origin.says(request -> completedFuture(answer(200, request.host(), "Cache-Control", MINUTE)));
        get(one, "/same").body();
        var other = one.cache.filter("other", "r", CacheDefinition.BY_ORIGIN);

        assertThat(Visit.of("other", "GET", other, origin, "/same").body()).isEqualTo("other.localhost:8080");
        assertThat(origin.count()).isEqualTo(2);
    }

    @Test
    void theRoutesWishesCountWhereTheOriginSaysNothing() {
        try (CachingNode wishing = node("{\"ttl\":\"30s\",\"negative\":\"5s\",\"staleIfError\":\"60s\",\"maxBytes\":8,"
                + "\"tags\":[\"always\"],\"key\":{\"query\":{\"deny\":[\"utm\"]}}}")) {
            origin.says(404, "none");
            get(wishing, "/wish").body();
            await().until(() -> get(wishing, "/wish?utm=2").cacheStatus().equals("um-edge; hit; ttl=5"));
            clock.advance(Duration.ofSeconds(5));
            origin.says(200, "there");
            assertThat(get(wishing, "/wish").body()).isEqualTo("there");
            await().until(() -> get(wishing, "/wish").cacheStatus().equals("um-edge; hit; ttl=30"));
            wishing.cache
                    .purging()
                    .tag("acme", "always", false)
                    .toCompletableFuture()
                    .join();
            origin.says(200, "too long for it");
            Visit large = get(wishing, "/wish");
            assertThat(large.body()).isEqualTo("too long for it");
            assertThat(large.cacheStatus()).contains("detail=size");
            assertThat(get(wishing, "/wish").decision()).isEqualTo("pass");
        }
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

    private CachingNode node(String definition) {
        try {
            Section section = Section.of(new ObjectMapper().readTree(definition), new Violations());
            return new CachingNode(redis, clock, CacheDefinition.read(section)).connected();
        } catch (com.fasterxml.jackson.core.JsonProcessingException impossible) {
            throw new IllegalArgumentException(definition, impossible);
        }
    }

    private Visit get(CachingNode node, String target, String... fields) {
        return Visit.to(node.filter, origin, target, fields);
    }
}
