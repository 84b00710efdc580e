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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.redisson.api.stream.StreamAddArgs;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.client.codec.StringCodec;

/** Purges and changed views, between two nodes. */
@WithBackends
class SharedPurgesIT {
    @RegisterExtension
    final RedisNodes nodes = new RedisNodes();

    @Test
    void anAnswerThatWasAskedForBeforeAPurgeIsNeverStoredAfterIt(RedisBackend redis) {
        RedisNode one = nodes.on(redis);
        RedisNode two = nodes.on(redis);
        Lease tagged = one.lease("/a");
        Lease below = one.lease("/p/1");
        Lease other = one.lease("/b");

        get(two.shared.purge(List.of(Purge.ofTag("acme", "y", false), Purge.ofPrefix("acme", "/p", false))));

        assertThat(one.fill(tagged, response("/a", "old", "y"))).isFalse();
        assertThat(one.fill(below, response("/p/1", "old"))).isFalse();
        assertThat(one.fill(other, response("/b", "fine", "z"))).isTrue();
        assertThat(one.fill(one.lease("/a"), response("/a", "new", "y"))).isTrue();
        assertThat(body(two.copy("/a").held())).isEqualTo("new");
    }

    @Test
    void aPurgeIsFeltInRedisAtOnceAndInEveryNearStoreSoon(RedisBackend redis) {
        RedisNode one = nodes.on(redis);
        RedisNode two = nodes.on(redis);
        StoredResponse response = response("/a", "x", "y");
        one.fill(one.lease("/a"), response);
        two.near.put(key("/a"), response, false, two.near.position(), new Owner(), NOW);

        get(one.shared.purge(List.of(Purge.ofTag("acme", "y", false))));

        assertThat(get(two.shared.read(key("/a"), "", false))).isEqualTo(new Slot.Nothing());
        await().until(() -> two.near.find(key("/a")) == null);
    }

    @Test
    void aSoftPurgeLeavesWhatCanStillServe(RedisBackend redis) {
        RedisNode one = nodes.on(redis);
        one.fill(one.lease("/a"), response("/a", "x", "y"));
        one.fill(one.lease("/p"), response("/p", "x"));

        get(one.shared.purge(List.of(Purge.ofTag("acme", "y", true), Purge.ofPrefix("acme", "/p", true))));

        assertThat(one.copy("/a").soft()).isTrue();
        assertThat(one.copy("/p").soft()).isTrue();
    }

    @Test
    void tenantsDoNotPurgeEachOther(RedisBackend redis) {
        RedisNode one = nodes.on(redis);
        one.fill(one.lease("/a"), response("/a", "x", "y"));

        get(one.shared.purge(List.of(
                Purge.ofTag("other", "y", false),
                Purge.ofPrefix("other", "/", false),
                Purge.ofTag("other", PurgeTags.everything(), false))));

        assertThat(body(one.copy("/a").held())).isEqualTo("x");
    }

    @Test
    void manyPurgesByPrefixBecomeOneOfEverything(RedisBackend redis) {
        RedisNode one = nodes.on(redis);
        one.fill(one.lease("/a"), response("/a", "x"));
        List<Purge> many = new ArrayList<>();
        for (int i = 0; i <= 500; i++) {
            many.add(Purge.ofPrefix("acme", "/none/" + i, false));
        }

        get(one.shared.purge(many));

        assertThat(get(one.shared.read(key("/a"), "", false))).isEqualTo(new Slot.Nothing());
    }

    @Test
    void aNodeThatMissesPurgesDropsItsNearStore(RedisBackend redis) throws InterruptedException {
        RedisNode one = nodes.on(redis);
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
        RedisNode one = nodes.on(redis);
        one.fill(one.lease("/a"), response("/a", "x"));
        one.near.put(key("/a"), response("/a", "x"), false, one.near.position(), new Owner(), NOW);

        one.redis.getKeys().delete(new EdgeCacheKeys(redis.keyPrefix()).state());

        await().until(() -> one.near.find(key("/a")) == null);
        assertThat(get(one.shared.read(key("/a"), "", false))).isEqualTo(new Slot.Nothing());
    }

    @Test
    void aChangedViewPurgesWhatHasItsTagOnceForAllNodes(RedisBackend redis) {
        RedisNode one = nodes.on(redis);
        RedisNode two = nodes.on(redis);
        announce(one, redis, 1, "acme/progress/first");
        await().until(() -> followed(one, redis).equals("1"));
        assertThat(one.fill(one.lease("/a"), response("/a", "x", "view:progress/ann:java")))
                .as("nobody has taken note of changes so far")
                .isFalse();
        assertThat(one.fill(one.lease("/a"), response("/a", "x", "view:progress/ann:java")))
                .isTrue();
        one.fill(one.lease("/b"), response("/b", "x", "view:progress"));
        one.fill(one.lease("/c"), response("/c", "x", "view:progress/bob:java"));
        two.near.put(
                key("/a"), response("/a", "x", "view:progress/ann:java"), false, two.near.position(), new Owner(), NOW);
        long before = purged(one, redis);

        announce(one, redis, 2, "acme/progress/ann:java");

        await().until(() -> two.near.find(key("/a")) == null);
        await().until(() -> get(one.shared.read(key("/a"), "", false)) instanceof Slot.Nothing);
        assertThat(get(one.shared.read(key("/b"), "", false))).isEqualTo(new Slot.Nothing());
        assertThat(body(one.copy("/c").held())).isEqualTo("x");
        assertThat(purged(one, redis)).as("not once for each node").isEqualTo(before + 2);
    }

    @Test
    void missedChangesOfViewsPurgeEveryView(RedisBackend redis) {
        RedisNode one = nodes.on(redis);
        announce(one, redis, 1, "acme/progress/first");
        await().until(() -> followed(one, redis).equals("1"));
        one.fill(one.lease("/a"), response("/a", "x", "view:progress/ann:java"));
        one.fill(one.lease("/a"), response("/a", "x", "view:progress/ann:java"));
        one.fill(one.lease("/b"), response("/b", "x", "other"));

        announce(one, redis, 9, "acme/progress/last");

        await().until(() -> get(one.shared.read(key("/a"), "", false)) instanceof Slot.Nothing);
        assertThat(body(one.copy("/b").held())).isEqualTo("x");
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
}
