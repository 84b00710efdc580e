package io.universalmiddleware.gateway.limiting;

import static io.universalmiddleware.gateway.limiting.TestLimits.at;
import static io.universalmiddleware.gateway.limiting.TestLimits.bucket;
import static io.universalmiddleware.gateway.limiting.TestLimits.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithBackends
class SharedLimitsIT {
    /** So long that nothing comes back while a test runs. */
    private static final Duration LONG = Duration.ofDays(31);

    /** So little that each request is asked for. */
    private static final int NOTHING_LENT = 999;

    private static final String ANN = "10.0.0.1";

    private final List<LimitNode> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(LimitNode::close);
    }

    @Test
    void twoNodesShareOneLimitExactly(RedisBackend backend) {
        LimitNode one = sharing(backend);
        LimitNode two = sharing(backend);
        LimitSet set = at(bucket("ip", 300, LONG), window("route", 5_000, LONG));

        CompletableFuture<Integer> passedAtTwo = CompletableFuture.supplyAsync(() -> two.passed(set, ANN, 1_000));
        int passed = one.passed(set, ANN, 1_000) + passedAtTwo.join();

        assertThat(passed).isEqualTo(300);
        assertThat(two.passed(set, "10.0.0.2", 10)).isEqualTo(10);
    }

    @Test
    void whatIsKnownToBeRefusedIsNotAskedAgain(RedisBackend backend) {
        LimitNode node = sharing(backend);
        LimitSet set = at(bucket("ip", 1, LONG));
        assertThat(node.passed(set, ANN, 1)).isEqualTo(1);
        assertThat(node.passed(set, ANN, 1)).isZero();
        long asked = node.calls();

        assertThat(node.passed(set, ANN, 2_000)).isZero();

        assertThat(node.calls()).isEqualTo(asked);
        assertThat(node.decisions(Decision.Source.KNOWN, "refused")).isEqualTo(2_000);
    }

    @Test
    void aChangedLimitHoldsAtOnceAndStartsNotAnew(RedisBackend backend) {
        LimitNode node = sharing(backend);
        assertThat(node.passed(at(bucket("ip", 10, LONG)), ANN, 50)).isEqualTo(10);

        assertThat(node.passed(at(bucket("ip", 15, LONG)), ANN, 50)).isEqualTo(5);
        assertThat(node.passed(at(window("ip", 15, LONG)), ANN, 50)).isZero();
        assertThat(node.passed(at(bucket("ip", 5, LONG)), ANN, 50)).isZero();
        assertThat(node.passed(at(bucket("ip", 100, LONG)), ANN, 200)).isBetween(95, 96);
    }

    @Test
    void aFlushedRedisBeginsAnewAndStaysShared(RedisBackend backend) {
        LimitNode one = sharing(backend);
        LimitNode two = sharing(backend);
        LimitSet set = at(bucket("ip", 50, LONG));
        assertThat(one.passed(set, ANN, 50)).isEqualTo(50);

        one.redis.getKeys().flushall();

        int passed = one.passed(set, ANN, 100) + two.passed(set, ANN, 100);
        assertThat(passed).isEqualTo(50);
        assertThat(one.limits.isShared()).isTrue();
    }

    /** The bound that the manual states: what Redis let pass, and the shares of all nodes together. */
    @Test
    void withRedisKilledUnderLoadNoMoreThanTheStatedBoundPasses(RedisBackend backend) throws Exception {
        int limit = 20_000;
        LimitNode one = sharing(backend);
        LimitNode two = sharing(backend);
        LimitSet set = at(bucket("ip", limit, LONG));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger passed = new AtomicInteger();
        List<Thread> load = new ArrayList<>();
        for (LimitNode node : nodes) {
            Thread clients = new Thread(() -> {
                while (!stop.get()) {
                    passed.addAndGet(node.passed(set, ANN, 10));
                }
            });
            clients.start();
            load.add(clients);
        }

        await().atMost(Duration.ofMinutes(1))
                .until(() -> passed.get() > limit / 4 && one.decisions(Decision.Source.LENT, "passed") > 0);
        backend.kill();
        try {
            await().atMost(Duration.ofMinutes(1)).until(() -> !one.limits.isShared() && !two.limits.isShared());
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> one.decisions(Decision.Source.SHARE, "refused") > 100
                            && two.decisions(Decision.Source.SHARE, "refused") > 100);
            assertThat(passed.get()).isLessThanOrEqualTo(2 * limit + nodes.size());
            // a share of its own for each node, however much Redis had let pass
            assertThat(one.decisions(Decision.Source.SHARE, "passed")).isLessThanOrEqualTo(limit / 2.0 + 1);
        } finally {
            backend.start();
        }
        one.awaitSharing();
        two.awaitSharing();
        stop.set(true);
        for (Thread clients : load) {
            clients.join();
        }

        assertThat(passed.get()).as("Redis came back empty").isLessThanOrEqualTo(3 * limit + nodes.size());
    }

    @Test
    void noRequestWaitsLongForARedisThatHangs(RedisBackend backend) {
        LimitNode node = new LimitNode(backend, Duration.ofSeconds(1), 1);
        nodes.add(node);
        node.limits.start();
        node.awaitSharing();
        LimitSet set = at(bucket("ip", NOTHING_LENT, LONG));
        node.passed(set, ANN, 500);
        node.awaitSharing();

        backend.pause();
        try {
            long slowest = 0;
            for (int i = 0; i < 20; i++) {
                long begun = System.nanoTime();
                assertThat(LimitNode.await(node.send(set, ANN)).passes()).isTrue();
                slowest = Math.max(slowest, System.nanoTime() - begun);
            }
            assertThat(Duration.ofNanos(slowest))
                    .as("Redis's own client gives up after half a minute")
                    .isLessThan(Duration.ofSeconds(20));
            assertThat(node.limits.isShared()).isFalse();
            assertThat(node.decisions(Decision.Source.SHARE, "passed")).isGreaterThanOrEqualTo(20);
        } finally {
            backend.resume();
        }
        node.awaitSharing();
        assertThat(node.passed(set, ANN, 10)).isEqualTo(10);
    }

    @Test
    void aNodeThatStartsWithRedisAwayEnforcesItsShare(RedisBackend backend) {
        backend.kill();
        LimitNode node = new LimitNode(backend, Duration.ofSeconds(15), 4);
        nodes.add(node);
        LimitSet set = at(bucket("ip", 40, LONG));
        try {
            node.limits.start();
            assertThat(node.passed(set, ANN, 100)).isEqualTo(10);
            node.nodes.set(2);
            assertThat(node.passed(set, ANN, 100)).isEqualTo(10);
        } finally {
            backend.start();
        }
        node.awaitSharing();
    }

    @Test
    void requestsOfOneTurnAreOneCall(RedisBackend backend) {
        LimitNode node = sharing(backend);
        LimitSet set = at(bucket("ip", NOTHING_LENT, LONG));

        for (int turn = 0; turn < 20; turn++) {
            assertThat(node.passedInOneTurn(set, "10.0.0." + turn, 100)).isEqualTo(100);
        }

        assertThat(node.calls()).as("64 and 36 in a call").isEqualTo(40);
    }

    @Test
    void ofALimitWithPlentyLeftSomeAreLentAndWhatIsNotUsedIsGivenBack(RedisBackend backend) {
        LimitNode one = sharing(backend);
        LimitNode two = sharing(backend);
        LimitConfig plenty = window("ip", 200_000, LONG);
        LimitSet set = at(plenty);

        CompletableFuture<Integer> passedAtTwo =
                CompletableFuture.supplyAsync(() -> two.passedOneByOne(set, ANN, 7_500));
        AtomicInteger passed = new AtomicInteger(one.passedOneByOne(set, ANN, 7_500) + passedAtTwo.join());

        assertThat(passed).hasValue(30_000);
        assertThat(one.calls() + two.calls())
                .as("some ten for each loop until its demand is known, and then one for every 170 at least")
                .isLessThan(600);
        one.tickTwice();
        two.tickTwice();
        await("all that did not pass is given back")
                .atMost(Duration.ofMinutes(1))
                .until(() ->
                        LimitNode.await(one.send(at(plenty), ANN)).remaining() == 200_000 - passed.incrementAndGet());
    }

    @Test
    void ofAChangedLimitNothingIsLent(RedisBackend backend) {
        LimitNode node = sharing(backend);
        assertThat(node.passedOneByOne(at(window("ip", 100_000, LONG)), ANN, 100))
                .isEqualTo(200);
        assertThat(node.decisions(Decision.Source.LENT, "passed")).isPositive();

        assertThat(node.passed(at(window("ip", 100, LONG)), ANN, 50)).isZero();
    }

    private LimitNode sharing(RedisBackend backend) {
        LimitNode node = LimitNode.sharing(backend, 2);
        nodes.add(node);
        return node;
    }
}
