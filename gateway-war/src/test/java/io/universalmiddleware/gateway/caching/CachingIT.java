package io.universalmiddleware.gateway.caching;

import static io.universalmiddleware.gateway.caching.TestOrigin.answer;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.gateway.filter.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What clients of two nodes get that share a Redis. */
class CachingIT extends TwoNodes {
    CachingIT(RedisBackend redis) {
        super(redis);
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
    void whatIsOldAlreadyWhenItComesSaysSoFromTheFirstAnswerOn() {
        String[] fields = {"Cache-Control", "max-age=600", "ETag", "\"a\"", "Age", "500"};
        origin.says(200, "body", fields);

        Visit miss = get(one, "/aged");
        assertThat(miss.cacheStatus()).contains("fwd=uri-miss").contains("stored");
        assertThat(miss.field("Age")).isEqualTo("500");
        assertThat(get(one, "/aged/304", "If-None-Match", "\"a\"").field("Age")).isEqualTo("500");
        assertThat(get(one, "/aged/206", "Range", "bytes=0-1").field("Age")).isEqualTo("500");
        clock.advance(Duration.ofSeconds(5));
        Visit hit = await().until(
                        () -> get(one, "/aged"), visit -> visit.cacheStatus().contains("hit"));
        assertThat(hit.field("Age")).isEqualTo("505");
        origin.says(200, "body", "Cache-Control", MINUTE);
        assertThat(get(one, "/new").field("Age")).isNull();
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
        for (String path : List.of("/range", "/range/first")) {
            Visit behind = get(one, path, "Range", "bytes=20-");
            assertThat(behind.decision()).isEqualTo("refuse");
            assertThat(behind.refusal().type().status()).isEqualTo(416);
            assertThat(behind.refusal().fields()).containsEntry("Content-Range", "bytes */10");
        }
        assertThat(get(one, "/range", "Range", "bytes=0-1", "If-Range", "\"b\"").decision())
                .isEqualTo("200");
        Visit same = get(two, "/range", "If-None-Match", "\"a\"");
        assertThat(same.decision()).isEqualTo("304");
        assertThat(same.field("Content-Type")).isNull();
        Visit head = Visit.of("acme", "HEAD", two.filter, origin, "/range");
        assertThat(head.decision()).isEqualTo("200");
        assertThat(get(one, "/range", "If-Match", "\"a\"").decision()).isEqualTo("pass");
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
}
