package io.universalmiddleware.cache.reading;

import static io.universalmiddleware.cache.Events.added;
import static io.universalmiddleware.cache.Events.balance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.cache.TestNode;
import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.persistence.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RScript;
import org.redisson.client.codec.StringCodec;

@WithBackends
class ReadingIT {
    private static final Map<String, String> LONG_NEAR = Map.of("um.cache.near-ttl", "5m");

    private final TestDatabase database;
    private final String account = "ann:" + UUID.randomUUID();
    private final ViewRef row = balance(account);
    private TestNode node;
    private TestNode other;

    ReadingIT(PostgresBackend postgres) {
        database = new TestDatabase(postgres);
    }

    @BeforeEach
    void startTwoNodes(RedisBackend redis) {
        node = new TestNode(database, redis, LONG_NEAR).start();
        other = new TestNode(database, redis, LONG_NEAR).start();
    }

    @AfterEach
    void stop() {
        node.close();
        other.close();
        database.close();
    }

    @Test
    void aRowComesFromPostgresThenFromRedisThenFromTheNearCache() {
        node.deliverAll(added(account, 1));
        forgetCopies();

        assertThat(node.read(row).status()).isEqualTo("um-redis; fwd=miss; stored, um-near; fwd=miss");
        assertThat(other.read(row).status()).startsWith("um-redis; hit; ttl=").endsWith(", um-near; fwd=miss");
        assertThat(other.read(row).status()).startsWith("um-near; hit; ttl=");
        assertThat(node.loads).hasValue(1);
        assertThat(other.loads).hasValue(0);
    }

    @Test
    void aRowThatDoesNotExistIsRememberedAndAppearsWhenItIsMade() {
        assertThat(node.read(row).value().body()).isNull();
        assertThat(other.read(row).value().body()).isNull();
        assertThat(other.loads).hasValue(0);

        node.deliverAll(added(account, 1));

        await().untilAsserted(
                        () -> assertThat(other.read(row).value().version()).isEqualTo(1));
    }

    @Test
    void aChangeDropsTheRowFromEveryNearCache() {
        node.deliverAll(added(account, 1));
        assertThat(other.read(row).value().version()).isEqualTo(1);

        node.deliverAll(added(account, 1));

        await().untilAsserted(() -> assertThat(other.near.find(row)).isNull());
        assertThat(other.read(row).value().version()).isEqualTo(2);
    }

    @Test
    void fiveHundredReadersOfAnExpiredRowCauseOneLoad() throws Exception {
        node.deliverAll(added(account, 1));
        forgetCopies();
        node.near.flush();
        other.near.flush();

        ExecutorService clients = Executors.newFixedThreadPool(50);
        List<CompletableFuture<ViewAnswer>> answers = IntStream.range(0, 500)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> (i % 2 == 0 ? node : other).read(row), clients))
                .toList();

        assertThat(answers)
                .allSatisfy(a -> assertThat(TestNode.get(a).value().version()).isEqualTo(1));
        assertThat(node.loads.get() + other.loads.get()).isEqualTo(1);
        clients.shutdownNow();
    }

    @Test
    void aLeaseOfANodeThatDiedIsTakenOver() {
        node.deliverAll(added(account, 1));
        forgetCopies();
        node.redis
                .getBucket(node.keys.prefix() + "lease:acme/balance/" + account, StringCodec.INSTANCE)
                .set("dead", java.time.Duration.ofMillis(300));

        assertThat(node.read(row).value().version()).isEqualTo(1);
    }

    @Test
    void aLostAnnouncementIsNoticed() {
        node.deliverAll(added(account, 1));
        assertThat(other.read(row).value().version()).isEqualTo(1);

        announceAfterAGap();

        await().untilAsserted(() -> assertThat(other.count("um.cache.near.flushes", "reason", "gap"))
                .isEqualTo(1));
        assertThat(other.near.find(row)).isNull();
    }

    @Test
    void afterAFlushOfRedisNothingOldIsNearAnyMore() {
        node.deliverAll(added(account, 1));
        assertThat(other.read(row).value().version()).isEqualTo(1);
        String before = other.epoch.current();

        node.redis.getKeys().flushall();

        await().untilAsserted(() -> assertThat(other.epoch.current()).isNotEqualTo(before));
        await().untilAsserted(() -> assertThat(other.near.find(row)).isNull());
        await().untilAsserted(() -> {
            assertThat(other.read(row).value().version()).isEqualTo(1);
            assertThat(other.read(row).status()).startsWith("um-near; hit");
        });
    }

    @Test
    void anOlderCopyThatComesBackWithRedisIsNotServed(RedisBackend redis) {
        node.deliverAll(added(account, 1), added(account, 1));
        node.near.flush();
        node.redis
                .<String, String>getMap(node.keys.prefix() + "view:acme/balance/" + account, StringCodec.INSTANCE)
                .putAll(Map.of("v", "1", "b", "{\"total\":1,\"events\":1}"));

        redis.kill();
        redis.start();

        assertThat(node.read(row).value().version()).isEqualTo(2);
        assertThat(other.read(row).value().version()).isEqualTo(2);
    }

    @Test
    void withRedisAwayRowsComeFromPostgresAndTheNearCacheHelps(RedisBackend redis) {
        node.deliverAll(added(account, 1));
        node.near.flush();

        redis.kill();
        try {
            assertThat(node.read(row).status())
                    .isEqualTo("um-redis; fwd=bypass; detail=unreachable, um-near; fwd=miss");
            assertThat(node.read(row).status()).startsWith("um-near; hit");
        } finally {
            redis.start();
        }
        await().untilAsserted(() -> {
            node.near.flush();
            assertThat(node.read(row).status()).startsWith("um-redis; ").doesNotContain("bypass");
        });
    }

    private void forgetCopies() {
        node.redis.getKeys().deleteByPattern(node.keys.prefix() + "view:*");
    }

    private void announceAfterAGap() {
        Object told = node.redis
                .getScript(StringCodec.INSTANCE)
                .eval(
                        RScript.Mode.READ_WRITE,
                        """
                        local n = redis.call('HINCRBY', KEYS[1], 'n', 7)
                        local e = redis.call('HGET', KEYS[1], 'e')
                        return redis.call('XADD', KEYS[2], n .. '-1', 'e', e, 'v', '1', 'k', 'acme/balance/nobody')
                        """,
                        RScript.ReturnType.VALUE,
                        List.of(node.keys.prefix() + "cache:state", node.keys.prefix() + "cache:announcements"));
        assertThat(Objects.requireNonNull(told)).isNotNull();
    }
}
