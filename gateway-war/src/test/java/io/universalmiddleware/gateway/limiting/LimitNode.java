package io.universalmiddleware.gateway.limiting;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.backends.RedisBackend;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;

/** One node's limits on a real Redis, with two event loops of its own. */
final class LimitNode implements AutoCloseable {
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final AtomicInteger nodes;
    final Limits limits;
    final RedissonClient redis;
    private final List<ExecutorService> loops = new ArrayList<>();

    /** @param bound long, unless the test is about a Redis that is slow: a busy machine is no fault of the limits */
    LimitNode(RedisBackend backend, Duration bound, int nodes) {
        this.nodes = new AtomicInteger(nodes);
        redis = connect(backend);
        limits = new Limits(redis, backend.keyPrefix(), bound, this.nodes::get, Clock.systemUTC(), meters);
        for (int i = 0; i < 2; i++) {
            loops.add(Executors.newSingleThreadExecutor());
        }
    }

    /** A node that shares its counts. */
    static LimitNode sharing(RedisBackend backend, int nodes) {
        LimitNode node = new LimitNode(backend, Duration.ofSeconds(15), nodes);
        node.limits.start();
        node.awaitSharing();
        return node;
    }

    void awaitSharing() {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(limits::isShared);
    }

    /** Sends a request on one of the loops. */
    CompletableFuture<Decision> send(LimitSet set, String address) {
        return send(set, address, 0);
    }

    CompletableFuture<Decision> send(LimitSet set, String address, int loop) {
        ExecutorService on = loops.get(loop % loops.size());
        CompletableFuture<Decision> decided = new CompletableFuture<>();
        on.execute(() -> limits.decide(set, new Requester(address, "", "", name -> null), on, decided::complete));
        return decided;
    }

    /** Sends so many on all loops and counts those that pass. */
    int passed(LimitSet set, String address, int requests) {
        List<CompletableFuture<Decision>> sent = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            sent.add(send(set, address, i));
        }
        return (int) sent.stream().filter(decision -> await(decision).passes()).count();
    }

    /** Sends so many in one turn of a loop and counts those that pass. */
    int passedInOneTurn(LimitSet set, String address, int requests) {
        List<CompletableFuture<Decision>> sent = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            sent.add(new CompletableFuture<>());
        }
        ExecutorService loop = loops.get(0);
        loop.execute(() -> sent.forEach(
                decided -> limits.decide(set, new Requester(address, "", "", name -> null), loop, decided::complete)));
        return (int) sent.stream().filter(decision -> await(decision).passes()).count();
    }

    static Decision await(CompletableFuture<Decision> decision) {
        return decision.orTimeout(60, TimeUnit.SECONDS).join();
    }

    double decisions(Decision.Source by, String outcome) {
        return meters.get("um.edge.limit.decisions")
                .tags("by", by.name().toLowerCase(Locale.ROOT), "outcome", outcome)
                .counter()
                .count();
    }

    @Override
    public void close() {
        limits.close();
        loops.forEach(ExecutorService::shutdownNow);
        redis.shutdown(0, 2, TimeUnit.SECONDS);
    }

    /** As the product's, but for its patience: a busy machine is no Redis that is away. */
    static RedissonClient connect(RedisBackend backend) {
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE);
        config.setLazyInitialization(true);
        config.setThreads(2);
        config.setNettyThreads(2);
        config.useSingleServer()
                .setAddress(backend.url())
                .setConnectionPoolSize(8)
                .setConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setTimeout(30_000)
                .setConnectTimeout(30_000)
                .setRetryAttempts(1)
                .setRetryDelay(new ConstantDelay(Duration.ofMillis(100)))
                .setPingConnectionInterval(1_000);
        return Redisson.create(config);
    }
}
