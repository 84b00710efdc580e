package io.universalmiddleware.gateway.caching.store;

import static io.universalmiddleware.gateway.caching.store.RedisNode.get;
import static io.universalmiddleware.gateway.caching.store.Stored.NOW;
import static io.universalmiddleware.gateway.caching.store.Stored.body;
import static io.universalmiddleware.gateway.caching.store.Stored.key;
import static io.universalmiddleware.gateway.caching.store.Stored.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.gateway.caching.rule.Vary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.redisson.api.RBucket;
import org.redisson.client.codec.StringCodec;

/** What holds in Redis, between two nodes. */
@WithBackends
class SharedStoreIT {
    @RegisterExtension
    final RedisNodes nodes = new RedisNodes();

    @Test
    void oneOfManyHoldsTheLeaseAndWhatItStoresIsThereForAll(RedisBackend redis) {
        RedisNode one = nodes.on(redis);
        RedisNode two = nodes.on(redis);
        List<CompletableFuture<Slot>> asked = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            asked.add(one.shared.read(key("/a"), "", true));
            asked.add(two.shared.read(key("/a"), "", true));
        }
        List<Slot> slots = asked.stream().map(RedisNode::get).toList();

        assertThat(slots).filteredOn(slot -> slot instanceof Slot.Yours).hasSize(1);
        assertThat(slots).filteredOn(slot -> slot instanceof Slot.Busy).hasSize(99);
        Slot.Yours yours = (Slot.Yours) slots.stream()
                .filter(slot -> slot instanceof Slot.Yours)
                .findFirst()
                .orElseThrow();
        assertThat(one.fill(yours.lease(), response("/a", "x\u00e4\u0000"))).isTrue();
        assertThat(body(two.copy("/a").held())).isEqualTo("x\u00e4\u0000");
    }

    @Test
    void whoeverHasLostTheLeaseWritesNothing(RedisBackend redis) {
        RedisNode one = nodes.on(redis, Duration.ofMillis(500));
        RedisNode two = nodes.on(redis);
        Lease halted = one.lease("/a");
        Slot free = await().until(() -> get(two.shared.read(key("/a"), "", true)), slot -> slot instanceof Slot.Yours);
        Lease next = ((Slot.Yours) free).lease();

        assertThat(one.fill(halted, response("/a", "late"))).isFalse();
        assertThat(get(one.shared.renew(halted))).isFalse();
        assertThat(get(one.shared.release(halted))).isFalse();
        assertThat(two.fill(next, response("/a", "right"))).isTrue();
        assertThat(body(one.copy("/a").held())).isEqualTo("right");
    }

    @Test
    void aLeaseThatIsRenewedLasts(RedisBackend redis) {
        RedisNode one = nodes.on(redis);
        Lease lease = one.lease("/a");
        RBucket<Object> held = one.redis.getBucket(new EdgeCacheKeys(redis.keyPrefix()).lease(key("/a")));
        assertThat(held.expire(Duration.ofMinutes(2))).isTrue();

        assertThat(get(one.shared.renew(lease))).isTrue();

        assertThat(held.remainTimeToLive()).isGreaterThan(Duration.ofMinutes(5).toMillis());
        assertThat(one.fill(lease, response("/a", "x"))).isTrue();
    }

    @Test
    void whatTheCallerHasAlreadyIsNotSentAgain(RedisBackend redis) {
        RedisNode one = nodes.on(redis);
        StoredResponse response = response("/a", "x");
        one.fill(one.lease("/a"), response);

        assertThat(get(one.shared.read(key("/a"), response.stamp(), true))).isInstanceOf(Slot.Yours.class);
        assertThat(get(one.shared.read(key("/a"), response.stamp(), true))).isInstanceOf(Slot.Busy.class);
        assertThat(get(one.shared.read(key("/a"), "another", true))).isInstanceOf(Slot.Copy.class);
    }

    @Test
    void marksSayByWhatAnswersVaryAndThatTheyCannotBeStored(RedisBackend redis) {
        RedisNode one = nodes.on(redis);
        Vary vary = new Vary(List.of("accept"));
        CacheKey variant = key("/a").variant("accept=x\n");
        get(one.shared.fill(one.lease("/a"), variant, response("/a", "x"), key("/a"), vary, NOW));
        get(one.shared.uncacheable(one.lease("/b"), "private", Duration.ofSeconds(5)));

        assertThat(one.copy("/a").held()).isEqualTo(new Held.Varies(vary));
        assertThat(get(one.shared.read(variant, "", false))).isInstanceOf(Slot.Copy.class);
        assertThat(one.copy("/b").held()).isEqualTo(new Held.Uncacheable("private"));
    }

    @Test
    void thatAnswersVaryIsSaidOnceTheVariantOfWhoeverAskedFirstIsThere(RedisBackend redis) {
        RedisNode one = nodes.on(redis);
        RedisNode two = nodes.on(redis);
        Vary vary = new Vary(List.of("accept-language"));
        CacheKey base = key("/a");
        CacheKey german = base.variant("accept-language=de\n");
        CacheKey english = base.variant("accept-language=en\n");
        Lease first = one.lease("/a");
        Lease second = ((Slot.Yours) get(one.shared.read(english, "", true))).lease();

        assertThat(get(one.shared.fill(second, english, response("/a", "in en"), base, vary, NOW)))
                .isTrue();
        assertThat(get(two.shared.read(base, "", true)))
                .as("whoever looks for the German one waits for it")
                .isEqualTo(new Slot.Busy());

        assertThat(get(one.shared.fill(first, german, response("/a", "in de"), base, vary, NOW)))
                .isTrue();
        assertThat(two.copy("/a").held()).isEqualTo(new Held.Varies(vary));
        assertThat(get(two.shared.read(german, "", true))).isInstanceOf(Slot.Copy.class);
        assertThat(get(two.shared.read(english, "", true))).isInstanceOf(Slot.Copy.class);
    }

    @Test
    void whatAnotherReleaseWroteCanBeReplaced(RedisBackend redis) {
        RedisNode one = nodes.on(redis);
        StoredResponse response = response("/a", "x");
        one.fill(one.lease("/a"), response);
        String entry = new EdgeCacheKeys(redis.keyPrefix()).entry(key("/a"));
        one.redis.getMap(entry, StringCodec.INSTANCE).fastPut("b", "?");

        assertThat(get(one.shared.read(key("/a"), "", true))).isEqualTo(new Slot.Unreadable(response.stamp()));
        assertThat(get(one.shared.read(key("/a"), response.stamp(), true))).isInstanceOf(Slot.Yours.class);
    }
}
