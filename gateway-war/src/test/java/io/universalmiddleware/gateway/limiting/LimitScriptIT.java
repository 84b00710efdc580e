package io.universalmiddleware.gateway.limiting;

import static io.universalmiddleware.gateway.limiting.TestLimits.at;
import static io.universalmiddleware.gateway.limiting.TestLimits.bucket;
import static io.universalmiddleware.gateway.limiting.TestLimits.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@WithBackends
class LimitScriptIT {
    private static final Logger LOG = LoggerFactory.getLogger(LimitScriptIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long NOW = Arrivals.BEGIN;

    private RedissonClient redis;
    private SharedLimits shared;
    private String prefix;

    @BeforeEach
    void connect(RedisBackend backend) {
        redis = LimitNode.connect(backend);
        prefix = backend.keyPrefix();
        shared = new SharedLimits(redis, prefix);
    }

    @AfterEach
    void close() {
        redis.shutdown();
    }

    /** The model is the meter, which is held against the definitions by properties of its own. */
    @Test
    void decidesAsTheMetersDoWhateverComesAndWhateverIsChanged() {
        long seed = System.nanoTime();
        LOG.info("seed {}", seed);
        Random random = new Random(seed);
        Map<String, Meter> model = new HashMap<>();
        // hours, so that nothing expires in Redis, whose time is the machine's, while the test's own stands still
        List<LimitSet> sets = List.of(
                at(bucket("ip", 5, Duration.ofHours(2)), window("route", 9, Duration.ofHours(3))),
                at(bucket("ip", 3, Duration.ofHours(7)), bucket("route", 9, Duration.ofHours(3))),
                at(window("ip", 2, Duration.ofHours(1))),
                at(bucket("ip", 50, Duration.ofHours(60)), window("route", 4, Duration.ofHours(3))));
        long now = NOW;
        for (int turn = 0; turn < 400; turn++) {
            now += random.nextInt(4) == 0 ? random.nextInt(14_400_000) : random.nextInt(216_000);
            LimitSet set = sets.get(random.nextInt(20) == 0 ? random.nextInt(sets.size()) : turn / 100);
            List<Check> checks = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                Requester by = new Requester("10.0.0." + random.nextInt(3), "", "", name -> null);
                checks.add(new Check(set, set.keys(by), decision -> {}));
            }

            List<Decision> decisions = shared.decide(checks, now, PATIENCE).join();

            for (int i = 0; i < checks.size(); i++) {
                Decision expected = model(model, checks.get(i), now);
                Decision got = decisions.get(i);
                assertThat(List.of(got.limit(), got.waitMillis(), got.remaining(), got.resetMillis()))
                        .as("turn %d, seed %d", turn, seed)
                        .isEqualTo(List.of(
                                expected.limit(), expected.waitMillis(), expected.remaining(), expected.resetMillis()));
            }
        }
    }

    @Test
    void everyKeyExpires() {
        LimitSet set = at(bucket("ip", 2, Duration.ofMinutes(1)), window("route", 2, Duration.ofMinutes(1)));
        Check check = check(set, "10.0.0.1");

        IntStream.range(0, 5)
                .forEach(i -> shared.decide(List.of(check), 0, PATIENCE).join());

        List<String> keys = new ArrayList<>();
        redis.getKeys().getKeysByPattern(prefix + "*").forEach(keys::add);
        assertThat(keys).hasSize(2).allSatisfy(key -> {
            assertThat(key).startsWith(prefix + "edge:limit:{limits}:");
            assertThat(redis.getBucket(key).remainTimeToLive()).isBetween(1L, 121_000L);
        });
    }

    @Test
    void refusedRequestsCountNowhereAndMakeNobodyWaitLonger() {
        LimitSet both = at(bucket("ip", 2, Duration.ofMinutes(1)), bucket("route", 100, Duration.ofMinutes(1)));
        for (int i = 0; i < 200; i++) {
            shared.decide(List.of(check(both, "10.0.0.1")), NOW, PATIENCE).join();
        }

        Decision again = shared.decide(List.of(check(both, "10.0.0.1")), NOW, PATIENCE)
                .join()
                .get(0);
        assertThat(again.waitMillis()).isEqualTo(30_000);
        LimitSet route = at(bucket("route", 100, Duration.ofMinutes(1)));
        assertThat(shared.decide(List.of(check(route, "10.0.0.9")), NOW, PATIENCE)
                        .join()
                        .get(0)
                        .remaining())
                .isEqualTo(97);
    }

    @Test
    void aScriptThatRedisHasForgottenIsSentAgain() {
        Check check = check(at(bucket("ip", 2, Duration.ofMinutes(1))), "10.0.0.1");
        shared.decide(List.of(check), NOW, PATIENCE).join();
        redis.getScript().scriptFlush();

        assertThat(shared.decide(List.of(check), NOW, PATIENCE).join().get(0).passes())
                .isTrue();
        assertThat(shared.decide(List.of(check), NOW, PATIENCE).join().get(0).passes())
                .isFalse();
    }

    /** Says what a decision costs; holds nothing against it but that it ends. */
    @Test
    void saysWhatADecisionCosts() {
        LimitSet three = LimitSet.of(
                List.of(bucket("global", 1_000_000, Duration.ofSeconds(1))),
                List.of(bucket("tenant", 1_000_000, Duration.ofSeconds(1))),
                List.of(window("ip", 1_000_000, Duration.ofSeconds(1))),
                "acme",
                "r");
        for (int size : new int[] {1, 8, 64, 1, 8, 64}) {
            List<Check> checks = IntStream.range(0, size)
                    .mapToObj(i -> check(three, "10.0.0." + i))
                    .toList();
            int calls = 4_000 / size + 100;
            long begun = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                shared.decide(checks, 0, PATIENCE).join();
            }
            double micros = (System.nanoTime() - begun) / 1e3 / calls;
            LOG.info(
                    "limits: {} requests with 3 limits in one call: {} us a call, {} us a request",
                    size,
                    Math.round(micros),
                    Math.round(micros * 10 / size) / 10.0);
        }
    }

    private static Decision model(Map<String, Meter> model, Check check, long now) {
        LimitSet set = check.limits();
        List<Meter> meters = new ArrayList<>();
        int refusing = -1;
        long longest = 0;
        for (int i = 0; i < set.size(); i++) {
            Rate rate = set.get(i).rate();
            Meter meter = model.computeIfAbsent(check.keys()[i], key -> new Meter(rate, now));
            meters.add(meter);
            long waiting = meter.waiting(rate, now);
            if (waiting > longest) {
                longest = waiting;
                refusing = i;
            }
        }
        int told = Math.max(0, refusing);
        if (refusing < 0) {
            meters.forEach(Meter::take);
            for (int i = 1; i < meters.size(); i++) {
                told = meters.get(i).remaining(now) < meters.get(told).remaining(now) ? i : told;
            }
        }
        Meter meter = meters.get(told);
        return new Decision(set.get(told), meter.remaining(now), meter.reset(now), longest, Decision.Source.REDIS);
    }

    private static Check check(LimitSet set, String address) {
        return new Check(set, set.keys(new Requester(address, "", "", name -> null)), decision -> {});
    }
}
