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
    private final List<ThreadLoop> loops = new ArrayList<>();

    /** A loop with a thread of its own, whose ticks come when a test says so. */
    private static final class ThreadLoop implements Loop {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final List<Runnable> later = new ArrayList<>();

        @Override
        public void execute(Runnable task) {
            thread.execute(task);
        }

        @Override
        public void after(long millis, Runnable task) {
            later.add(task);
        }

        void tick() {
            execute(() -> {
                List<Runnable> due = List.copyOf(later);
                later.clear();
                due.forEach(Runnable::run);
            });
        }
    }

    /** @param bound long, unless the test is about a Redis that is slow: a busy machine is no fault of the limits */
    LimitNode(RedisBackend backend, Duration bound, int nodes) {
        this.nodes = new AtomicInteger(nodes);
        redis = connect(backend);
        limits = new Limits(redis, backend.keyPrefix(), bound, this.nodes::get, Clock.systemUTC(), meters);
        for (int i = 0; i < 2; i++) {
            loops.add(new ThreadLoop());
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
        ThreadLoop on = loops.get(loop % loops.size());
        CompletableFuture<Decision> decided = new CompletableFuture<>();
        on.execute(() -> limits.decide(set, requester(address), () -> on, decided::complete));
        return decided;
    }

    /** Two ticks pass on each loop: what it was lent and has not used is on its way back. */
    void tickTwice() {
        loops.forEach(ThreadLoop::tick);
        loops.forEach(ThreadLoop::tick);
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
        ThreadLoop loop = loops.get(0);
        loop.execute(
                () -> sent.forEach(decided -> limits.decide(set, requester(address), () -> loop, decided::complete)));
        return (int) sent.stream().filter(decision -> await(decision).passes()).count();
    }

    /** Sends so many on each loop, each when the one before it is decided, and counts those that pass. */
    int passedOneByOne(LimitSet set, String address, int requests) {
        List<CompletableFuture<Integer>> loopsDone = new ArrayList<>();
        for (ThreadLoop loop : loops) {
            CompletableFuture<Integer> done = new CompletableFuture<>();
            loop.execute(() -> next(loop, set, address, requests, 0, done));
            loopsDone.add(done);
        }
        return loopsDone.stream()
                .mapToInt(done -> done.orTimeout(5, TimeUnit.MINUTES).join())
                .sum();
    }

    private void next(
            ThreadLoop loop, LimitSet set, String address, int requests, int passed, CompletableFuture<Integer> done) {
        if (requests == 0) {
            done.complete(passed);
            return;
        }
        limits.decide(set, requester(address), () -> loop, decision -> {
            int more = decision.passes() ? 1 : 0;
            loop.execute(() -> next(loop, set, address, requests - 1, passed + more, done));
        });
    }

    private static Requester requester(String address) {
        return new Requester(address, "", "", name -> null);
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

    long calls() {
        return meters.get("um.edge.limit.batches").timer().count();
    }

    @Override
    public void close() {
        limits.close();
        loops.forEach(loop -> loop.thread.shutdownNow());
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
                .setRetryDelay(new ConstantDelay(Duration.ofSeconds(2)))
                .setPingConnectionInterval(1_000);
        return Redisson.create(config);
    }
}
