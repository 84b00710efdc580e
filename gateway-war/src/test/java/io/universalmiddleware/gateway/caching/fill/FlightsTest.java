package io.universalmiddleware.gateway.caching.fill;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.universalmiddleware.gateway.caching.rule.Storing;
import io.universalmiddleware.gateway.caching.rule.Vary;
import io.universalmiddleware.gateway.caching.rule.Wishes;
import io.universalmiddleware.gateway.caching.store.CacheKey;
import io.universalmiddleware.gateway.caching.store.Held;
import io.universalmiddleware.gateway.caching.store.NearStore;
import io.universalmiddleware.gateway.caching.store.Owner;
import io.universalmiddleware.gateway.caching.store.RedisHealth;
import io.universalmiddleware.gateway.caching.store.SharedStore;
import io.universalmiddleware.gateway.caching.store.StoredResponse;
import io.universalmiddleware.gateway.http.FieldList;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Flights of a node whose Redis was never reached. */
class FlightsTest {
    private static final CacheKey BASE = CacheKey.of("acme", "r", "/a");
    private static final Vary LANGUAGE = new Vary(List.of("accept-language"));
    private static final CacheKey GERMAN = BASE.variant(LANGUAGE.key(FieldList.of("Accept-Language", "de")));

    private final Clock clock = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private final NearStore near = new NearStore(1_000_000, Ticker.disabledTicker());
    private final RedissonClient unreached = unreached();
    private final Duration second = Duration.ofSeconds(1);
    private final SharedStore shared = new SharedStore(unreached, "t:", second, second, 10, new RedisHealth(clock));
    private final Flights flights = new Flights(near, shared, new FillBudget(1_000_000), second, clock);
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void end() {
        unreached.shutdown();
    }

    @Test
    void whoeverLookedBeforeAnAnswerCameAndBoardsAfterItsFlightAsksNobody() {
        Flight first = flights.board(wanted(BASE, null, FieldList.of())).flight();
        assertThat(first.outcome().join()).isInstanceOf(Outcome.Filling.class);
        assertThat(flights.isFlying(BASE)).isFalse();

        Flight late = flights.board(wanted(BASE, null, FieldList.of())).flight();

        assertThat(late.outcome().join()).isEqualTo(new Outcome.Again());
        assertThat(asked).hasValue(1);
        assertThat(flights.size()).isZero();
    }

    @Test
    void theVariantOfAnAnswerThatWasAskedForByAnotherKeyIsNotAskedForAgain() {
        flights.board(wanted(BASE, null, FieldList.of("Vary", "Accept-Language")));

        assertThat(flights.board(wanted(GERMAN, null, FieldList.of()))
                        .flight()
                        .outcome()
                        .join())
                .isEqualTo(new Outcome.Again());
        assertThat(asked).hasValue(1);
    }

    @Test
    void whoeverKnowsOfAVariantThatIsComingFindsItFlying() {
        SubmissionPublisher<byte[]> body = new SubmissionPublisher<>(Runnable::run, 1);
        Flight flight = flights.board(wanted(BASE, null, FieldList.of("Vary", "Accept-Language"), body))
                .flight();
        assertThat(near.find(BASE)).extracting(entry -> entry.held()).isEqualTo(new Held.Varies(LANGUAGE));

        assertThat(flights.board(wanted(GERMAN, null, FieldList.of()))).isEqualTo(new Flights.Boarding(flight, false));
        body.close();

        assertThat(flights.size()).isZero();
        assertThat(asked).hasValue(1);
    }

    @Test
    void whatIsHereIsValidatedByWhoeverHasSeenIt() {
        flights.board(wanted(BASE, null, FieldList.of()));
        StoredResponse seen = ((Held.Stored) near.find(BASE).held()).response();

        Outcome outcome = flights.board(wanted(BASE, seen, FieldList.of()))
                .flight()
                .outcome()
                .join();

        assertThat(outcome).isInstanceOf(Outcome.Filling.class);
        assertThat(asked).hasValue(2);
    }

    private Wanted wanted(CacheKey key, StoredResponse stale, FieldList said) {
        SubmissionPublisher<byte[]> body = new SubmissionPublisher<>(Runnable::run, 1);
        body.close();
        return wanted(key, stale, said, body);
    }

    private Wanted wanted(CacheKey key, StoredResponse stale, FieldList said, SubmissionPublisher<byte[]> body) {
        said.add("Cache-Control", "max-age=60");
        return new Wanted(
                BASE,
                key,
                key.equals(BASE) ? Vary.NOTHING : LANGUAGE,
                FieldList.of("Accept-Language", "de"),
                "r",
                "/a",
                null,
                new Storing(Wishes.NONE, false, false, Storing.CookieRule.REFUSE, Set.of()),
                List.of(),
                1_000,
                stale,
                false,
                new Owner(),
                change -> {
                    asked.incrementAndGet();
                    change.accept(new FieldList());
                    return CompletableFuture.completedFuture(new Reply(200, said, -1, body));
                });
    }

    private static RedissonClient unreached() {
        Config config = new Config();
        config.setLazyInitialization(true);
        config.useSingleServer().setAddress("redis://127.0.0.1:1");
        return Redisson.create(config);
    }
}
