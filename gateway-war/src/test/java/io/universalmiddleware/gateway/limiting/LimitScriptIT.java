package io.universalmiddleware.gateway.limiting;

import static io.universalmiddleware.gateway.limiting.TestLimits.at;
import static io.universalmiddleware.gateway.limiting.TestLimits.bucket;
import static io.universalmiddleware.gateway.limiting.TestLimits.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        ScriptModel model = new ScriptModel();
        List<Check> unused = new ArrayList<>();
        int lent = 0;
        int givenBack = 0;
        // hours, so that nothing expires in Redis, whose time is the machine's, while the test's own stands still
        List<LimitSet> sets = List.of(
                at(bucket("ip", 5, Duration.ofHours(2)), window("route", 9, Duration.ofHours(3))),
                at(bucket("ip", 3, Duration.ofHours(7)), bucket("route", 9, Duration.ofHours(3))),
                at(window("ip", 2, Duration.ofHours(1))),
                at(bucket("ip", 50, Duration.ofHours(60)), window("route", 4, Duration.ofHours(3))),
                at(window("ip", 20_000, Duration.ofHours(2)), window("route", 50_000, Duration.ofHours(1))),
                at(bucket("ip", 50, Duration.ofHours(5), 20_000), window("route", 50_000, Duration.ofHours(1))));
        long now = NOW;
        for (int turn = 0; turn < 600; turn++) {
            now += random.nextInt(4) == 0 ? random.nextInt(14_400_000) : random.nextInt(216_000);
            LimitSet set = sets.get(random.nextInt(20) == 0 ? random.nextInt(sets.size()) : turn / 100);
            List<Check> checks = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                Requester by = new Requester("10.0.0." + random.nextInt(3), "", "", name -> null);
                checks.add(new Check(set, set.keys(by), random.nextInt(30), 0, answer -> {}));
                if (!unused.isEmpty() && random.nextBoolean()) {
                    checks.add(unused.remove(random.nextInt(unused.size())));
                    givenBack++;
                }
            }

            List<Answer> answers = shared.decide(checks, now, PATIENCE).join();

            assertThat(answers).as("turn %d, seed %d", turn, seed).isEqualTo(model.decide(checks, now));
            checks.removeIf(Check::givesBack);
            for (int i = 0; i < checks.size(); i++) {
                int some = answers.get(i).lent();
                if (some > 0) {
                    Check check = checks.get(i);
                    lent += some;
                    unused.add(new Check(
                            check.limits(),
                            check.keys(),
                            -1 - random.nextInt(some),
                            answers.get(i).at(),
                            answer -> {}));
                }
            }
        }
        assertThat(List.of(lent, givenBack)).allSatisfy(many -> assertThat(many).isPositive());
    }

    @Test
    void noMoreAreLentThanAThousandthOfWhatAnyOfTheLimitsHasLeft() {
        LimitSet set = at(bucket("ip", 20_000, Duration.ofDays(31)), window("route", 4_002, Duration.ofDays(31)));

        assertThat(lent(set, 100)).isEqualTo(4);
        assertThat(lent(set, 2)).as("3,997 less one are left").isEqualTo(2);
        assertThat(lent(at(window("route", 1_009, Duration.ofDays(31))), 100))
                .as("a thousand are left")
                .isEqualTo(1);
        assertThat(lent(at(window("route", 1_009, Duration.ofDays(31))), 100)).isZero();
    }

    private int lent(LimitSet set, int want) {
        Check check = new Check(set, set.keys(new Requester("10.0.0.1", "", "", name -> null)), want, 0, answer -> {});
        return shared.decide(List.of(check), NOW, PATIENCE).join().get(0).lent();
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

        Decision again = decision(check(both, "10.0.0.1"));
        assertThat(again.waitMillis()).isEqualTo(30_000);
        LimitSet route = at(bucket("route", 100, Duration.ofMinutes(1)));
        assertThat(decision(check(route, "10.0.0.9")).remaining()).isEqualTo(97);
    }

    @Test
    void aScriptThatRedisHasForgottenIsSentAgain() {
        Check check = check(at(bucket("ip", 2, Duration.ofMinutes(1))), "10.0.0.1");
        shared.decide(List.of(check), NOW, PATIENCE).join();
        redis.getScript().scriptFlush();

        assertThat(decision(check).passes()).isTrue();
        assertThat(decision(check).passes()).isFalse();
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

    private Decision decision(Check check) {
        return shared.decide(List.of(check), NOW, PATIENCE).join().get(0).decision();
    }

    private static Check check(LimitSet set, String address) {
        return new Check(set, set.keys(new Requester(address, "", "", name -> null)), 0, 0, answer -> {});
    }
}
