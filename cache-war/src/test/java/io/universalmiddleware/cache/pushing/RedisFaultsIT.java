package io.universalmiddleware.cache.pushing;

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
import io.universalmiddleware.persistence.view.ViewRepository;
import io.universalmiddleware.persistence.view.ViewRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.client.codec.StringCodec;

@WithBackends
class RedisFaultsIT {
    private final TestDatabase database;
    private final String account = "ann-" + UUID.randomUUID();
    private final ViewRef row = balance(account);
    private final List<TestNode> nodes = new ArrayList<>();

    RedisFaultsIT(PostgresBackend postgres) {
        database = new TestDatabase(postgres);
    }

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
        database.close();
    }

    @Test
    void withRedisAwayProjectionGoesOnAndRedisGetsTheNewestLater(RedisBackend redis) {
        TestNode node = node(redis, Map.of());
        node.deliverAll(added(account, 1));

        redis.kill();
        CountDownLatch done = node.deliver(added(account, 1), added(account, 1));
        try {
            assertThat(committed().version()).isEqualTo(3);
            assertThat(done.getCount())
                    .as("not acknowledged while Redis is away")
                    .isEqualTo(1);
        } finally {
            redis.start();
        }

        TestNode.await(done);
        assertThat(copy(node)).containsEntry("v", "3");
        assertThat(node.read(row).value().version()).isEqualTo(3);
    }

    @Test
    void aNodeThatStartsWithRedisAwayServesAndCatchesUp(RedisBackend redis) {
        redis.kill();
        TestNode node = new TestNode(database, redis, Map.of());
        nodes.add(node);
        CountDownLatch done;
        try {
            node.startWithoutRedis();
            done = node.deliver(added(account, 1), added(account, 1));
            assertThat(node.read(row).value().version()).isEqualTo(2);
        } finally {
            redis.start();
        }

        TestNode.await(done);
        await().until(node.following::connected);
        assertThat(copy(node)).containsEntry("v", "2");
    }

    @Test
    void aReaderIsNotHeldByARedisThatDoesNotAnswer(RedisBackend redis) {
        redis.pause();
        try {
            TestNode node = new TestNode(
                    database, redis, Map.of("um.cache.redis-deadline", "10s", "um.cache.read-deadline", "30s"));
            nodes.add(node);
            node.startWithoutRedis();

            var answer = node.reader.read(row);
            assertThat(answer).as("the caller's thread is free").isNotDone();
            assertThat(TestNode.get(answer).status()).startsWith("um-redis; fwd=bypass");
        } finally {
            redis.resume();
        }
    }

    @Test
    void aFullPushQueuePausesConsumingAndDrains(RedisBackend redis) throws Exception {
        TestNode node = node(redis, Map.of("um.cache.push-queue-megabytes", "1"));
        AtomicInteger batches = new AtomicInteger();
        List<CountDownLatch> done = new ArrayList<>();

        redis.kill();
        Thread consumer = new Thread(() -> {
            for (int i = 0; i < 60; i++) {
                done.add(node.deliver(java.util.stream.IntStream.range(0, 50)
                        .mapToObj(n -> added(account, 1))
                        .toList()));
                batches.incrementAndGet();
            }
        });
        try {
            consumer.start();
            await().until(() -> consumer.getState() == Thread.State.WAITING && batches.get() > 5);
            assertThat(batches).hasValueLessThan(60);
        } finally {
            redis.start();
        }

        consumer.join(180_000);
        assertThat(batches).hasValue(60);
        done.forEach(TestNode::await);
        assertThat(copy(node)).containsEntry("v", "3000");
    }

    @Test
    void flushedAndRestartedUnderLoadNoReaderEverSeesARowMoveBack(RedisBackend redis) throws Exception {
        TestNode writer = node(redis, Map.of());
        TestNode reader = node(redis, Map.of("um.cache.near-ttl", "1m"));
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<String> wrong = new AtomicReference<>("");
        AtomicInteger reads = new AtomicInteger();
        Thread reading = new Thread(() -> {
            long last = 0;
            while (!over.get()) {
                long seen = reader.read(row).value().version();
                reads.incrementAndGet();
                if (seen < last) {
                    wrong.set("version " + seen + " after " + last);
                }
                last = Math.max(last, seen);
            }
        });
        reading.start();
        ScheduledExecutorService faults = Executors.newSingleThreadScheduledExecutor();
        faults.schedule(() -> writer.redis.getKeys().flushall(), 300, TimeUnit.MILLISECONDS);
        faults.schedule(() -> writer.redis.getKeys().flushall(), 700, TimeUnit.MILLISECONDS);
        ScheduledFuture<?> restarted = faults.schedule(
                () -> {
                    redis.kill();
                    redis.start();
                },
                1200,
                TimeUnit.MILLISECONDS);

        int written = 0;
        int afterTheFaults = 0;
        CountDownLatch last = new CountDownLatch(0);
        while (afterTheFaults < 200 || (reads.get() <= 100 && reading.isAlive())) {
            last = writer.deliver(added(account, 1));
            written++;
            afterTheFaults += restarted.isDone() ? 1 : 0;
        }
        restarted.get();
        TestNode.await(last);
        int total = written;
        await().untilAsserted(
                        () -> assertThat(reader.read(row).value().version()).isEqualTo(total));
        over.set(true);
        reading.join(60_000);
        faults.shutdown();

        assertThat(wrong.get()).isEmpty();
        assertThat(reads.get()).isGreaterThan(100);
        assertThat(copy(writer)).containsEntry("v", Integer.toString(total));
    }

    private TestNode node(RedisBackend redis, Map<String, String> settings) {
        TestNode node = new TestNode(database, redis, settings).start();
        nodes.add(node);
        return node;
    }

    private ViewRow committed() {
        return database.inTransaction(
                session -> new ViewRepository(session).find(row).orElseThrow());
    }

    private Map<String, String> copy(TestNode node) {
        String name = node.keys.prefix() + "view:acme/balance/" + account;
        return node.redis.<String, String>getMap(name, StringCodec.INSTANCE).readAllMap();
    }
}
