package io.universalmiddleware.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.cache.settings.CacheSettings;
import io.universalmiddleware.cache.view.ViewValue;
import io.universalmiddleware.contracts.hub.HubChannel;
import io.universalmiddleware.contracts.hub.HubKeys;
import io.universalmiddleware.contracts.hub.HubRetention;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.stores.Ports;
import io.universalmiddleware.stores.RedisStore;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** Whatever the order and number of deliveries, a copy only moves forward. */
class PushOrderIT {
    private static final HubKeys KEYS = new HubKeys("property:");
    private static final CacheEpoch EPOCH = new CacheEpoch();

    /** The longest there are: none of this is about time. */
    private static final Map<String, String> PATIENT =
            Map.of("um.cache.redis-deadline", "10s", "um.cache.lease", "30s");

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static RedisStore store;
    private static RedissonClient redis;
    private static RedisViews views;

    @BeforeContainer
    static void startRedis() throws IOException {
        store = RedisStore.start(Files.createTempDirectory("push-order"), Ports.free());
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE);
        config.useSingleServer().setAddress(store.url()).setTimeout(8_000);
        redis = Redisson.create(config);
        views = new RedisViews(
                redis,
                KEYS,
                new HubRetention(1000, Duration.ofMinutes(1), Duration.ofMinutes(2), Set.of()),
                CacheSettings.from(new Settings(key -> Optional.ofNullable(PATIENT.get(key)))),
                EPOCH);
        views.position().join();
    }

    @AfterContainer
    static void stopRedis() {
        redis.shutdown(0, 1, TimeUnit.SECONDS);
        store.stop();
    }

    @Property(tries = 150)
    void anyOrderAndRepetitionOfPushesLeavesTheNewest(
            @ForAll @Size(min = 1, max = 25) List<@IntRange(min = 1, max = 12) Integer> deliveries) {
        ViewRef ref = ref();

        int newest = 0;
        for (int version : deliveries) {
            push(ref, version);
            newest = Math.max(newest, version);
            assertThat(stored(ref)).isEqualTo(newest);
        }

        assertThat(published(ref)).isSorted().doesNotHaveDuplicates().endsWith(newest);
    }

    @Property(tries = 50)
    void aRoundIsPublishedInItsOrderAlsoWhereRedisHasLostTheScripts(
            @ForAll @IntRange(min = 1, max = 30) int versions, @ForAll boolean lost) {
        ViewRef one = ref();
        ViewRef other = ref();
        if (lost) {
            redis.getScript(StringCodec.INSTANCE).scriptFlush();
        }
        PushRound round = views.round(DEADLINE);
        List<CompletableFuture<Pushed>> pushed = new ArrayList<>();
        for (int version = 1; version <= versions; version++) {
            pushed.add(round.push(pushOf(one, version), EPOCH.current()));
            pushed.add(round.push(pushOf(other, version), EPOCH.current()));
        }

        round.send().join();

        assertThat(pushed).allSatisfy(p -> assertThat(p.join()).isInstanceOf(Pushed.Published.class));
        List<Integer> all = IntStream.rangeClosed(1, versions).boxed().toList();
        assertThat(published(one)).isEqualTo(all);
        assertThat(published(other)).isEqualTo(all);
    }

    @Property(tries = 100)
    void aSlowLoadNeverReplacesWhatWasPushedMeanwhile(
            @ForAll @IntRange(max = 5) int loaded, @ForAll @IntRange(min = 1, max = 5) int pushed) {
        ViewRef ref = ref();
        Slot slot = views.read(ref).join();
        assertThat(slot).isInstanceOf(Slot.Yours.class);

        push(ref, pushed);
        boolean filled = views.fill(ref, ((Slot.Yours) slot).lease(), value(loaded), Duration.ofMillis(1))
                .join();

        assertThat(filled).isEqualTo(loaded >= pushed);
        assertThat(stored(ref)).isEqualTo(Math.max(loaded, pushed));
    }

    @Property(tries = 20)
    void whatWasReadBeforeRedisForgotIsNotWrittenAfterIt(@ForAll @IntRange(min = 1, max = 5) int version) {
        ViewRef ref = ref();
        Lease lease = ((Slot.Yours) views.read(ref).join()).lease();
        String before = EPOCH.current();

        redis.getKeys().flushall();

        assertThat(views.fill(ref, lease, value(version), Duration.ZERO).join()).isFalse();
        assertThat(push(ref, version, before)).isInstanceOf(Pushed.Outdated.class);
        assertThat(EPOCH.current()).isNotEqualTo(before);
        assertThat(views.read(ref).join()).isInstanceOf(Slot.Yours.class);
    }

    private static void push(ViewRef ref, int version) {
        assertThat(push(ref, version, EPOCH.current())).isNotInstanceOf(Pushed.Outdated.class);
    }

    private static Pushed push(ViewRef ref, int version, String readIn) {
        PushRound round = views.round(DEADLINE);
        CompletableFuture<Pushed> pushed = round.push(pushOf(ref, version), readIn);
        round.send().join();
        return pushed.join();
    }

    private static ViewPush pushOf(ViewRef ref, int version) {
        return new ViewPush(ref, value(version), Instant.EPOCH, Map.of("version", Integer.toString(version)));
    }

    private static ViewValue value(int version) {
        return version == 0 ? ViewValue.ABSENT : new ViewValue(version, Integer.toString(version));
    }

    private static long stored(ViewRef ref) {
        Slot slot = views.read(ref).join();
        return ((Slot.Copy) slot).value().version();
    }

    private static List<Integer> published(ViewRef ref) {
        return redis
                .<String, String>getStream(KEYS.log(HubChannel.of(ref)), StringCodec.INSTANCE)
                .range(StreamMessageId.MIN, StreamMessageId.MAX)
                .values()
                .stream()
                .map(fields -> fields.get("p").replaceAll(".*\"data\":(\\d+).*", "$1"))
                .map(Integer::valueOf)
                .toList();
    }

    private static ViewRef ref() {
        return new ViewRef(new TenantId("acme"), "balance", UUID.randomUUID().toString());
    }
}
