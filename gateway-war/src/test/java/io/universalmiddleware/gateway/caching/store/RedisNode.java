package io.universalmiddleware.gateway.caching.store;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.gateway.caching.RedisClients;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.redisson.api.RedissonClient;

/** The stores of one node, on a real Redis. */
final class RedisNode implements AutoCloseable {
    private static final int KEPT = 1_000;

    final RedissonClient redis;
    final NearStore near = new NearStore(10_000_000, Ticker.systemTicker());
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final SharedStore shared;
    final PurgeFollowing purges;
    final ViewFollowing views;
    private final Thread following;
    private final Thread followingViews;

    /** With leases and deadlines that no pause of a busy machine ends. */
    RedisNode(RedisBackend backend) {
        this(backend, Duration.ofMinutes(10));
    }

    RedisNode(RedisBackend backend, Duration lease) {
        redis = RedisClients.of(backend);
        RedisHealth health = new RedisHealth(Clock.systemUTC());
        shared = new SharedStore(redis, backend.keyPrefix(), Duration.ofMinutes(1), lease, KEPT, health);
        purges = new PurgeFollowing(redis, backend.keyPrefix(), near, health, meters);
        views = new ViewFollowing(redis, backend.keyPrefix(), KEPT);
        following = start(purges);
        followingViews = start(views);
        Awaitility.await().until(() -> shared.isThere() && views.connected());
    }

    /** The lease of a key that nobody holds. */
    Lease lease(String path) {
        return ((Slot.Yours) get(shared.read(Stored.key(path), "", true))).lease();
    }

    /** What Redis has under a key, which is something. */
    Slot.Copy copy(String path) {
        return (Slot.Copy) get(shared.read(Stored.key(path), "", false));
    }

    /** Whether Redis took it. */
    boolean fill(Lease lease, StoredResponse response) {
        return get(shared.fill(lease, lease.key(), response, null, null, Stored.NOW));
    }

    static <T> T get(CompletableFuture<T> call) {
        return call.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() throws InterruptedException {
        purges.stop();
        views.stop();
        RedisClients.close(redis);
        following.join(60_000);
        followingViews.join(60_000);
    }
}
