package io.universalmiddleware.gateway.caching.store;

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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RBucket;
import org.redisson.api.stream.StreamAddArgs;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.client.codec.StringCodec;

/** What holds in Redis, between two nodes. */
@WithBackends
class SharedStoreIT {
    private final List<RedisNode> nodes = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (RedisNode node : nodes) {
            node.close();
        }
    }

    @Test
    void oneOfManyHoldsTheLeaseAndWhatItStoresIsThereForAll(RedisBackend redis) {
        RedisNode one = node(redis);
        RedisNode two = node(redis);
        List<CompletableFuture<Slot>> asked = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            asked.add(one.shared.read(key("/a"), "", true));
            asked.add(two.shared.read(key("/a"), "", true));
        }
        List<Slot> slots = asked.stream().map(SharedStoreIT::get).toList();

        assertThat(slots).filteredOn(slot -> slot instanceof Slot.Yours).hasSize(1);
        assertThat(slots).filteredOn(slot -> slot instanceof Slot.Busy).hasSize(99);
        Slot.Yours yours = (Slot.Yours) slots.stream()
                .filter(slot -> slot instanceof Slot.Yours)
                .findFirst()
                .orElseThrow();
        assertThat(fill(one, yours.lease(), response("/a", "x\u00e4\u0000"))).isTrue();
        assertThat(body(copy(two, "/a").held())).isEqualTo("x\u00e4\u0000");
    }

    @Test
    void whoeverHasLostTheLeaseWritesNothing(RedisBackend redis) {
        RedisNode one = new RedisNode(redis, Duration.ofMillis(500), 1_000);
        nodes.add(one);
        RedisNode two = node(redis);
        Lease halted = lease(one, "/a");
        Slot free = await().until(() -> get(two.shared.read(key("/a"), "", true)), slot -> slot instanceof Slot.Yours);
        Lease next = ((Slot.Yours) free).lease();

        assertThat(fill(one, halted, response("/a", "late"))).isFalse();
        assertThat(get(one.shared.renew(halted))).isFalse();
        assertThat(get(one.shared.release(halted))).isFalse();
        assertThat(fill(two, next, response("/a", "right"))).isTrue();
        assertThat(body(copy(one, "/a").held())).isEqualTo("right");
    }

    @Test
    void aLeaseThatIsRenewedLasts(RedisBackend redis) {
        RedisNode one = node(redis);
        Lease lease = lease(one, "/a");
        RBucket<Object> held = one.redis.getBucket(new EdgeCacheKeys(redis.keyPrefix()).lease(key("/a")));
        assertThat(held.expire(Duration.ofMinutes(2))).isTrue();

        assertThat(get(one.shared.renew(lease))).isTrue();

        assertThat(held.remainTimeToLive()).isGreaterThan(Duration.ofMinutes(5).toMillis());
        assertThat(fill(one, lease, response("/a", "x"))).isTrue();
    }

    @Test
    void anAnswerThatWasAskedForBeforeAPurgeIsNeverStoredAfterIt(RedisBackend redis) {
        RedisNode one = node(redis);
        RedisNode two = node(redis);
        Lease tagged = lease(one, "/a");
        Lease below = lease(one, "/p/1");
        Lease other = lease(one, "/b");

        get(two.shared.purge(List.of(Purge.ofTag("acme", "y", false), Purge.ofPrefix("acme", "/p", false))));

        assertThat(fill(one, tagged, response("/a", "old", "y"))).isFalse();
        assertThat(fill(one, below, response("/p/1", "old"))).isFalse();
        assertThat(fill(one, other, response("/b", "fine", "z"))).isTrue();
        assertThat(fill(one, lease(one, "/a"), response("/a", "new", "y"))).isTrue();
        assertThat(body(copy(two, "/a").held())).isEqualTo("new");
    }

    @Test
    void aPurgeIsFeltInRedisAtOnceAndInEveryNearStoreSoon(RedisBackend redis) {
        RedisNode one = node(redis);
        RedisNode two = node(redis);
        StoredResponse response = response("/a", "x", "y");
        fill(one, lease(one, "/a"), response);
        two.near.put(key("/a"), response, false, two.near.position(), new Owner(), NOW);

        get(one.shared.purge(List.of(Purge.ofTag("acme", "y", false))));

        assertThat(get(two.shared.read(key("/a"), "", false))).isEqualTo(new Slot.Nothing());
        await().until(() -> two.near.find(key("/a")) == null);
    }

    @Test
    void aSoftPurgeLeavesWhatCanStillServe(RedisBackend redis) {
        RedisNode one = node(redis);
        fill(one, lease(one, "/a"), response("/a", "x", "y"));
        fill(one, lease(one, "/p"), response("/p", "x"));

        get(one.shared.purge(List.of(Purge.ofTag("acme", "y", true), Purge.ofPrefix("acme", "/p", true))));

        assertThat(copy(one, "/a").soft()).isTrue();
        assertThat(copy(one, "/p").soft()).isTrue();
    }

    @Test
    void tenantsDoNotPurgeEachOther(RedisBackend redis) {
        RedisNode one = node(redis);
        fill(one, lease(one, "/a"), response("/a", "x", "y"));

        get(one.shared.purge(List.of(
                Purge.ofTag("other", "y", false),
                Purge.ofPrefix("other", "/", false),
                Purge.ofTag("other", PurgeTags.everything(), false))));

        assertThat(body(copy(one, "/a").held())).isEqualTo("x");
    }

    @Test
    void manyPurgesByPrefixBecomeOneOfEverything(RedisBackend redis) {
        RedisNode one = node(redis);
        fill(one, lease(one, "/a"), response("/a", "x"));
        List<Purge> many = new ArrayList<>();
        for (int i = 0; i <= 500; i++) {
            many.add(Purge.ofPrefix("acme", "/none/" + i, false));
        }

        get(one.shared.purge(many));

        assertThat(get(one.shared.read(key("/a"), "", false))).isEqualTo(new Slot.Nothing());
    }

    @Test
    void whatTheCallerHasAlreadyIsNotSentAgain(RedisBackend redis) {
        RedisNode one = node(redis);
        StoredResponse response = response("/a", "x");
        fill(one, lease(one, "/a"), response);

        assertThat(get(one.shared.read(key("/a"), response.stamp(), true))).isInstanceOf(Slot.Yours.class);
        assertThat(get(one.shared.read(key("/a"), response.stamp(), true))).isInstanceOf(Slot.Busy.class);
        assertThat(get(one.shared.read(key("/a"), "another", true))).isInstanceOf(Slot.Copy.class);
    }

    @Test
    void marksSayByWhatAnswersVaryAndThatTheyCannotBeStored(RedisBackend redis) {
        RedisNode one = node(redis);
        Vary vary = new Vary(List.of("accept"));
        CacheKey variant = key("/a").variant("accept=x\n");
        get(one.shared.fill(lease(one, "/a"), variant, response("/a", "x"), key("/a"), vary, NOW));
        get(one.shared.uncacheable(lease(one, "/b"), "private", Duration.ofSeconds(5)));

        assertThat(copy(one, "/a").held()).isEqualTo(new Held.Varies(vary));
        assertThat(get(one.shared.read(variant, "", false))).isInstanceOf(Slot.Copy.class);
        assertThat(copy(one, "/b").held()).isEqualTo(new Held.Uncacheable("private"));
    }

    @Test
    void thatAnswersVaryIsSaidOnceTheVariantOfWhoeverAskedFirstIsThere(RedisBackend redis) {
        RedisNode one = node(redis);
        RedisNode two = node(redis);
        Vary vary = new Vary(List.of("accept-language"));
        CacheKey base = key("/a");
        CacheKey german = base.variant("accept-language=de\n");
        CacheKey english = base.variant("accept-language=en\n");
        Lease first = lease(one, "/a");
        Lease second = ((Slot.Yours) get(one.shared.read(english, "", true))).lease();

        assertThat(get(one.shared.fill(second, english, response("/a", "in en"), base, vary, NOW)))
                .isTrue();
        assertThat(get(two.shared.read(base, "", true)))
                .as("whoever looks for the German one waits for it")
                .isEqualTo(new Slot.Busy());

        assertThat(get(one.shared.fill(first, german, response("/a", "in de"), base, vary, NOW)))
                .isTrue();
        assertThat(copy(two, "/a").held()).isEqualTo(new Held.Varies(vary));
        assertThat(get(two.shared.read(german, "", true))).isInstanceOf(Slot.Copy.class);
        assertThat(get(two.shared.read(english, "", true))).isInstanceOf(Slot.Copy.class);
    }

    @Test
    void whatAnotherReleaseWroteCanBeReplaced(RedisBackend redis) {
        RedisNode one = node(redis);
        StoredResponse response = response("/a", "x");
        fill(one, lease(one, "/a"), response);
        String entry = new EdgeCacheKeys(redis.keyPrefix()).entry(key("/a"));
        one.redis.getMap(entry, StringCodec.INSTANCE).fastPut("b", "?");

        assertThat(get(one.shared.read(key("/a"), "", true))).isEqualTo(new Slot.Unreadable(response.stamp()));
        assertThat(get(one.shared.read(key("/a"), response.stamp(), true))).isInstanceOf(Slot.Yours.class);
    }

    @Test
    void aNodeThatMissesPurgesDropsItsNearStore(RedisBackend redis) throws InterruptedException {
        RedisNode one = node(redis);
        one.near.put(key("/a"), response("/a", "x"), false, one.near.position(), new Owner(), NOW);
        String stream = new EdgeCacheKeys(redis.keyPrefix()).purges();

        one.redis
                .getStream(stream, StringCodec.INSTANCE)
                .add(
                        new StreamMessageId(7, 1),
                        StreamAddArgs.entries(
                                Map.of("e", epoch(one, redis), "t", "x", "k", "TAG", "v", "y", "s", "0")));

        await().until(() -> one.near.find(key("/a")) == null);
        await().untilAsserted(() -> assertThat(one.meters
                        .get("um.edge.cache.near.flushes")
                        .tag("reason", "gap")
                        .counter()
                        .count())
                .isEqualTo(1));
    }

    @Test
    void whereRedisHasForgottenEverythingIsDropped(RedisBackend redis) {
        RedisNode one = node(redis);
        fill(one, lease(one, "/a"), response("/a", "x"));
        one.near.put(key("/a"), response("/a", "x"), false, one.near.position(), new Owner(), NOW);

        one.redis.getKeys().delete(new EdgeCacheKeys(redis.keyPrefix()).state());

        await().until(() -> one.near.find(key("/a")) == null);
        assertThat(get(one.shared.read(key("/a"), "", false))).isEqualTo(new Slot.Nothing());
    }

    @Test
    void aChangedViewPurgesWhatHasItsTagOnceForAllNodes(RedisBackend redis) {
        RedisNode one = node(redis);
        RedisNode two = node(redis);
        announce(one, redis, 1, "acme/progress/first");
        await().until(() -> followed(one, redis).equals("1"));
        assertThat(fill(one, lease(one, "/a"), response("/a", "x", "view:progress/ann:java")))
                .as("nobody has taken note of changes so far")
                .isFalse();
        assertThat(fill(one, lease(one, "/a"), response("/a", "x", "view:progress/ann:java")))
                .isTrue();
        fill(one, lease(one, "/b"), response("/b", "x", "view:progress"));
        fill(one, lease(one, "/c"), response("/c", "x", "view:progress/bob:java"));
        two.near.put(
                key("/a"), response("/a", "x", "view:progress/ann:java"), false, two.near.position(), new Owner(), NOW);
        long before = purged(one, redis);

        announce(one, redis, 2, "acme/progress/ann:java");

        await().until(() -> two.near.find(key("/a")) == null);
        await().until(() -> get(one.shared.read(key("/a"), "", false)) instanceof Slot.Nothing);
        assertThat(get(one.shared.read(key("/b"), "", false))).isEqualTo(new Slot.Nothing());
        assertThat(body(copy(one, "/c").held())).isEqualTo("x");
        assertThat(purged(one, redis)).as("not once for each node").isEqualTo(before + 2);
    }

    @Test
    void missedChangesOfViewsPurgeEveryView(RedisBackend redis) {
        RedisNode one = node(redis);
        announce(one, redis, 1, "acme/progress/first");
        await().until(() -> followed(one, redis).equals("1"));
        fill(one, lease(one, "/a"), response("/a", "x", "view:progress/ann:java"));
        fill(one, lease(one, "/a"), response("/a", "x", "view:progress/ann:java"));
        fill(one, lease(one, "/b"), response("/b", "x", "other"));

        announce(one, redis, 9, "acme/progress/last");

        await().until(() -> get(one.shared.read(key("/a"), "", false)) instanceof Slot.Nothing);
        assertThat(body(copy(one, "/b").held())).isEqualTo("x");
    }

    /** As the updater of views announces a changed row. */
    private static void announce(RedisNode node, RedisBackend redis, long number, String row) {
        node.redis
                .getStream(redis.keyPrefix() + "cache:announcements", StringCodec.INSTANCE)
                .add(new StreamMessageId(number, 1), StreamAddArgs.entries(Map.of("e", "views", "v", "1", "k", row)));
        node.redis
                .getMap(redis.keyPrefix() + "cache:state", StringCodec.INSTANCE)
                .putAll(Map.of("e", "views", "n", Long.toString(number)));
    }

    private static long purged(RedisNode node, RedisBackend redis) {
        Object count = node.redis
                .getMap(new EdgeCacheKeys(redis.keyPrefix()).state(), StringCodec.INSTANCE)
                .get("n");
        return count == null ? 0 : Long.parseLong(count.toString());
    }

    private static Object followed(RedisNode node, RedisBackend redis) {
        Object last = node.redis
                .getMap(new EdgeCacheKeys(redis.keyPrefix()).state(), StringCodec.INSTANCE)
                .get("v");
        return last == null ? "" : last;
    }

    private static String epoch(RedisNode node, RedisBackend redis) {
        return node.redis
                .getMap(new EdgeCacheKeys(redis.keyPrefix()).state(), StringCodec.INSTANCE)
                .get("e")
                .toString();
    }

    private RedisNode node(RedisBackend redis) {
        RedisNode node = new RedisNode(redis);
        nodes.add(node);
        return node;
    }

    private static Lease lease(RedisNode node, String path) {
        return ((Slot.Yours) get(node.shared.read(key(path), "", true))).lease();
    }

    private static Slot.Copy copy(RedisNode node, String path) {
        return (Slot.Copy) get(node.shared.read(key(path), "", false));
    }

    private static boolean fill(RedisNode node, Lease lease, StoredResponse response) {
        return get(node.shared.fill(lease, lease.key(), response, null, null, NOW));
    }

    private static <T> T get(CompletableFuture<T> call) {
        return call.orTimeout(60, TimeUnit.SECONDS).join();
    }
}
