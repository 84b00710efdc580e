package io.universalmiddleware.gateway.caching;

import static io.universalmiddleware.gateway.caching.TestOrigin.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.gateway.filter.OriginAnswer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is purged on one node is gone on all. */
class PurgingIT extends TwoNodes {
    PurgingIT(RedisBackend redis) {
        super(redis);
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
}
