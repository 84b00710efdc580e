package io.universalmiddleware.cache;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.cache.consistency.AwaitingEffects;
import io.universalmiddleware.cache.consistency.Effects;
import io.universalmiddleware.cache.near.Following;
import io.universalmiddleware.cache.near.NearCache;
import io.universalmiddleware.cache.projecting.Deliveries;
import io.universalmiddleware.cache.projecting.EventDelivery;
import io.universalmiddleware.cache.pushing.PushTimeline;
import io.universalmiddleware.cache.pushing.PushTransactions;
import io.universalmiddleware.cache.pushing.Pushing;
import io.universalmiddleware.cache.reading.ConsistentReading;
import io.universalmiddleware.cache.reading.DatabaseLoads;
import io.universalmiddleware.cache.reading.LoadingRows;
import io.universalmiddleware.cache.reading.ViewAnswer;
import io.universalmiddleware.cache.reading.ViewReader;
import io.universalmiddleware.cache.redis.Announcements;
import io.universalmiddleware.cache.redis.CacheEpoch;
import io.universalmiddleware.cache.redis.RedisViews;
import io.universalmiddleware.cache.settings.CacheSettings;
import io.universalmiddleware.cache.view.View;
import io.universalmiddleware.cache.view.ViewValue;
import io.universalmiddleware.cache.view.Views;
import io.universalmiddleware.contracts.hub.HubKeys;
import io.universalmiddleware.contracts.hub.HubRetention;
import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.timeline.TimelineRepository;
import io.universalmiddleware.persistence.view.ViewRepository;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;

/** One node of the cache, wired as the container would, on real stores. */
public final class TestNode implements AutoCloseable {
    private static final Map<String, String> PATIENT =
            Map.of("um.cache.redis-deadline", "10s", "um.cache.read-deadline", "30s", "um.cache.lease", "10s");

    /** A read of announcements waits a second for the next one; nobody waits for that read when a test is over. */
    private static final int GIVEN_UP_AFTER_MILLIS = 100;

    public final MeterRegistry meters = new SimpleMeterRegistry();
    public final CacheEpoch epoch = new CacheEpoch();
    public final Views views = new Views(List.of(new View(new BalanceProjection(), new ObjectMapper())));
    public final NearCache near;
    public final RedissonClient redis;
    public final RedisViews redisViews;
    public final HubKeys keys;
    public final Following following;
    public final Pushing pushing;
    public final EventDelivery delivery;
    public final ViewReader reader;
    public final ConsistentReading consistent;
    public final AtomicInteger loads = new AtomicInteger();

    private final PushTimeline timeline;
    private final AwaitingEffects effects;
    private final DatabaseLoads databaseLoads;
    private final List<Thread> workers = new ArrayList<>();

    /** @param settings others than the product's defaults; without a word on deadlines they are long */
    public TestNode(TestDatabase database, RedisBackend backend, Map<String, String> settings) {
        this(
                database,
                backend,
                CacheSettings.from(new Settings(key ->
                        Optional.ofNullable(settings.get(key)).or(() -> Optional.ofNullable(PATIENT.get(key))))));
    }

    private TestNode(TestDatabase database, RedisBackend backend, CacheSettings settings) {
        redis = connect(backend);
        keys = new HubKeys(backend.keyPrefix());
        HubRetention retention = new HubRetention(10_000, Duration.ofMinutes(5), Duration.ofHours(1), Set.of());
        redisViews = new RedisViews(redis, keys, retention, settings, epoch);
        near = new NearCache(settings.nearBytes(), settings.nearTtl(), Ticker.systemTicker());
        following = new Following(new Announcements(redis, keys.prefix(), redisViews), epoch, near, meters);
        timeline = new PushTimeline(
                entries -> database.transact(
                        session -> new PushTransactions(new ViewRepository(session), new TimelineRepository(session))
                                .save(entries)),
                meters);
        pushing = new Pushing(
                redisViews,
                epoch,
                refs -> database.inTransaction(session ->
                        new PushTransactions(new ViewRepository(session), new TimelineRepository(session)).read(refs)),
                timeline,
                settings,
                Clock.systemUTC(),
                meters);
        effects = Effects.on(database, settings, meters);
        delivery = Deliveries.on(database, views, pushing, effects::wake, meters);
        databaseLoads = new DatabaseLoads(
                ref -> load(database, ref),
                settings.loads(),
                settings.queuedLoads(),
                settings.readDeadline(),
                Thread::new,
                meters);
        reader = new ViewReader(near, redisViews, databaseLoads, settings.readDeadline(), meters);
        consistent = new ConsistentReading(effects, reader, settings.consistencyWait());
    }

    /** Starts everything; it has seen the epoch then, if Redis is there. */
    public TestNode start() {
        startWithoutRedis();
        org.awaitility.Awaitility.await().until(following::connected);
        return this;
    }

    public void startWithoutRedis() {
        start(following, pushing, timeline, effects);
    }

    private void start(Runnable... work) {
        for (Runnable each : work) {
            Thread worker = new Thread(each);
            worker.setDaemon(true);
            worker.start();
            workers.add(worker);
        }
    }

    /** Delivers a batch; waits until it is committed, not until Redis has it. */
    @SafeVarargs
    public final CountDownLatch deliver(ConsumerRecord<String, byte[]>... batch) {
        return deliver(List.of(batch));
    }

    public CountDownLatch deliver(List<ConsumerRecord<String, byte[]>> batch) {
        CountDownLatch done = new CountDownLatch(1);
        try {
            delivery.deliver(batch, done::countDown);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        return done;
    }

    /** Delivers a batch; waits until Redis has it. */
    @SafeVarargs
    public final void deliverAll(ConsumerRecord<String, byte[]>... batch) {
        await(deliver(batch));
    }

    public static void await(CountDownLatch done) {
        try {
            if (!done.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("not done within 60 s");
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    public ViewAnswer read(ViewRef ref) {
        return get(reader.read(ref));
    }

    public ViewAnswer read(ViewRef ref, String token) {
        return get(consistent.read(views.find(ref.view()).orElseThrow(), ref, token));
    }

    public static ViewAnswer get(CompletableFuture<ViewAnswer> answer) {
        return answer.orTimeout(60, TimeUnit.SECONDS).join();
    }

    public double count(String name, String... tags) {
        return meters.find(name).tags(tags).counters().stream()
                .mapToDouble(c -> c.count())
                .sum();
    }

    @Override
    public void close() {
        following.stop();
        pushing.stop();
        timeline.stop();
        effects.stop();
        workers.forEach(Thread::interrupt);
        databaseLoads.close();
        redis.shutdown(0, GIVEN_UP_AFTER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private ViewValue load(TestDatabase database, ViewRef ref) {
        loads.incrementAndGet();
        return database.inTransaction(session -> new LoadingRows(new ViewRepository(session)).load(ref));
    }

    /** As the product's client is configured, but more patient. */
    public static RedissonClient connect(RedisBackend backend) {
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE);
        config.setLazyInitialization(true);
        config.setThreads(4);
        config.setNettyThreads(4);
        config.useSingleServer()
                .setAddress(backend.url())
                .setConnectionPoolSize(32)
                .setConnectionMinimumIdleSize(2)
                .setConnectTimeout(5_000)
                .setTimeout(8_000)
                .setRetryAttempts(1)
                .setRetryDelay(new ConstantDelay(Duration.ofMillis(100)));
        return Redisson.create(config);
    }
}
