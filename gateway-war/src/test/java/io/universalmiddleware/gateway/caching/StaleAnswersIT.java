package io.universalmiddleware.gateway.caching;

import static io.universalmiddleware.gateway.caching.TestOrigin.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.gateway.filter.OriginAnswer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of answers that are not fresh any more. */
class StaleAnswersIT extends TwoNodes {
    StaleAnswersIT(RedisBackend redis) {
        super(redis);
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
    void whereTheOriginFailsAStaleAnswerServesAsLongAsItMay() {
        origin.says(200, "kept", "Cache-Control", "max-age=60, stale-if-error=600");
        get(one, "/sie").body();
        await().until(() -> get(two, "/sie").cacheStatus().contains("hit"));
        clock.advance(Duration.ofSeconds(61));

        origin.dies();
        Visit notAnswered = get(one, "/sie");
        assertThat(notAnswered.body()).isEqualTo("kept");
        assertThat(notAnswered.cacheStatus()).isEqualTo("um-edge; fwd=stale; ttl=-1");
        int tries = origin.count();
        Visit notAsked = get(one, "/sie");
        assertThat(notAsked.body()).isEqualTo("kept");
        assertThat(notAsked.cacheStatus()).isEqualTo("um-edge; hit; ttl=-1");
        assertThat(origin.count())
                .as("a failed origin is left alone for a moment")
                .isEqualTo(tries);
        origin.says(503, "broken");
        Visit answeredByAnother = get(two, "/sie");
        assertThat(answeredByAnother.body()).isEqualTo("kept");
        assertThat(answeredByAnother.cacheStatus()).isEqualTo("um-edge; fwd=stale; fwd-status=503; ttl=-1");

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
}
