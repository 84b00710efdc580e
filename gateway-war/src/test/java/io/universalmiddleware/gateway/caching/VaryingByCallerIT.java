package io.universalmiddleware.gateway.caching;

import static io.universalmiddleware.gateway.caching.TestOrigin.answer;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.gateway.access.Access;
import io.universalmiddleware.gateway.access.AccessConfig;
import io.universalmiddleware.gateway.access.AccessSettings;
import io.universalmiddleware.gateway.access.ApiKey;
import io.universalmiddleware.gateway.access.ApiKeyTable;
import io.universalmiddleware.gateway.access.KeyUsage;
import io.universalmiddleware.gateway.access.NewApiKey;
import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.filter.Answer;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.http.Refusal;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Answers that vary by credentials, which the edge takes off before the cache. */
class VaryingByCallerIT extends TwoNodes {
    private final NewApiKey ann = NewApiKey.generate(new SecureRandom());
    private final NewApiKey bob = NewApiKey.generate(new SecureRandom());

    VaryingByCallerIT(RedisBackend redis) {
        super(redis);
    }

    @Test
    void nobodyIsGivenWhatVariesByAnothersKey() {
        origin.says(request -> completedFuture(answer(
                200,
                "for " + request.request().get("X-Um-Key"),
                "Cache-Control",
                "public, max-age=60",
                "Vary",
                "X-API-Key")));

        Visit first = asked(one.filter, ann);
        assertThat(first.body()).isEqualTo("for ann");
        assertThat(first.cacheStatus()).contains("detail=vary").doesNotContain("stored");
        assertThat(asked(one.filter, bob).decision()).isEqualTo("pass");
        assertThat(asked(two.filter, bob).cacheStatus()).doesNotContain("hit");
    }

    @Test
    void whereEveryCallerHasAnswersOfHisOwnTheyAreStored() {
        try (CachingNode own = node("{\"key\":{\"caller\":true}}")) {
            origin.says(request -> completedFuture(answer(
                    200, "for " + request.request().get("X-Um-Key"), "Cache-Control", MINUTE, "Vary", "X-API-Key")));

            assertThat(asked(own.filter, ann).body()).isEqualTo("for ann");
            assertThat(asked(own.filter, bob).body()).isEqualTo("for bob");
            Visit hit = await().until(
                            () -> asked(own.filter, ann),
                            visit -> visit.cacheStatus().contains("hit"));
            assertThat(hit.body()).isEqualTo("for ann");
        }
    }

    private Visit asked(Filter cache, NewApiKey key) {
        Access access = new Access(
                new AccessSettings(20, Duration.ofDays(1), ""),
                null,
                jwks -> failedFuture(new IOException("no issuers here")),
                new KeyUsage(Clock.systemUTC()),
                Clock.systemUTC());
        Filter looks = access.filter(
                Documents.read(AccessConfig::read, "{'auth':'optional'}"),
                "acme",
                ApiKeyTable.of(List.of(key("ann", ann), key("bob", bob))));
        Filter both = (call, gate) -> looks.request(call, new Gate() {
            @Override
            public void pass() {
                cache.request(call, gate);
            }

            @Override
            public void refuse(Refusal why) {
                gate.refuse(why);
            }

            @Override
            public void answer(Answer given) {
                gate.answer(given);
            }

            @Override
            public void body(int most, Consumer<byte[]> then) {
                gate.body(most, then);
            }
        });
        return Visit.to(both, origin, "/by-key", "X-API-Key", key.text());
    }

    private static ApiKey key(String id, NewApiKey made) {
        return new ApiKey(id, "acme", id, made.prefix(), made.hash(), Set.of(), null, true);
    }
}
