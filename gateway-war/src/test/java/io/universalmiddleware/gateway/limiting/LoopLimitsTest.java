package io.universalmiddleware.gateway.limiting;

import static io.universalmiddleware.gateway.limiting.TestLimits.at;
import static io.universalmiddleware.gateway.limiting.TestLimits.bucket;
import static io.universalmiddleware.gateway.limiting.TestLimits.window;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LoopLimitsTest {
    private static final long NOW = Arrivals.BEGIN;
    private static final Duration DAY = Duration.ofDays(1);
    private static final String ANN = "10.0.0.1";

    private final ScriptModel redis = new ScriptModel();
    private final AtomicBoolean shared = new AtomicBoolean(true);
    private final TestLoop loop = new TestLoop(shared::get);
    private final LimitSet plenty = at(window("ip", 500_000, DAY));

    @Test
    void whoComesOnceInATickIsLentNothing() {
        for (int tick = 0; tick < 10; tick++) {
            loop.request(plenty, ANN);
            assertThat(asked()).extracting(Check::want).containsExactly(0);
            loop.tick();
        }

        assertThat(asked()).isEmpty();
        loop.tick();
        loop.tick();
        assertThat(loop.isTicking())
                .as("nothing is held, nothing is looked after")
                .isFalse();
    }

    @Test
    void whoComesOftenIsLentAsManyAndToldWhatItWouldBeToldWithout() {
        int calls = 0;
        for (int i = 0; i < 5_000; i++) {
            loop.request(plenty, ANN);
            calls += asked().size();
        }

        assertThat(calls)
                .as("0, 1, 3, 7 and so on, and then some 495 at a time")
                .isLessThan(25);
        assertThat(loop.decided.stream().map(Decision::remaining))
                .containsExactlyElementsOf(
                        LongStream.range(0, 5_000).mapToObj(i -> 499_999 - i).toList());
    }

    @Test
    void whoKeepsComingAsksForAWholeTickAtOnceAndHasNothingToGiveBack() {
        ticksOfTwoHundred();

        assertThat(ticksOfTwoHundred())
                .hasSizeLessThan(25)
                .allSatisfy(check -> assertThat(check.want()).isBetween(190, 200));
    }

    private List<Check> ticksOfTwoHundred() {
        return IntStream.range(0, 20)
                .mapToObj(tick -> {
                    List<Check> asked = requests(200);
                    loop.tick();
                    return asked;
                })
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void whileSomeAreOnTheirWayNoMoreAreAskedFor() {
        IntStream.range(0, 40).forEach(i -> loop.request(plenty, ANN));

        assertThat(loop.reach(redis, NOW).stream().map(Check::want).filter(want -> want > 0))
                .containsExactly(1);
        loop.tick();
        loop.hear();
        loop.request(plenty, ANN);
        assertThat(loop.decided.get(40).source()).isEqualTo(Decision.Source.LENT);
    }

    @Test
    void whatIsNotUsedIsGivenBackWithinTwoTicks() {
        requests(100);
        loop.tick();
        assertThat(asked()).as("it may be of use yet").isEmpty();
        loop.tick();

        assertThat(asked()).hasSize(1).allMatch(Check::givesBack);
        assertThat(left(redis, plenty)).isEqualTo(500_000 - 100);
    }

    @Test
    void belowAThousandLeftEachRequestIsAskedFor() {
        LimitSet few = at(bucket("ip", 1_000, DAY), window("route", 500_000, DAY));
        for (int i = 0; i < 1_100; i++) {
            loop.request(few, ANN);
            asked();
        }

        assertThat(loop.passed()).isEqualTo(1_000);
        assertThat(loop.decided).extracting(Decision::source).containsOnly(Decision.Source.REDIS);
    }

    @Test
    void ofAChangedLimitNothingIsLent() {
        requests(100);

        loop.request(at(window("ip", 100, DAY)), ANN);
        asked();
        assertThat(loop.decided.get(100).passes()).isFalse();
    }

    @Test
    void toARedisThatIsAwayNothingIsGivenBack() {
        requests(100);
        shared.set(false);
        loop.tick();
        loop.tick();

        assertThat(asked()).isEmpty();
        loop.request(plenty, ANN);
        assertThat(asked()).as("it is not kept either").hasSize(1);
    }

    @Test
    void aMillionAddressesTakeNoMoreRoomThanTenThousand() {
        for (int i = 0; i < 10_000; i++) {
            loop.request(plenty, "address " + i);
        }
        asked();
        IntStream.range(0, 10).forEach(i -> {
            loop.request(plenty, "one more");
            assertThat(asked()).extracting(Check::want).containsExactly(0);
        });

        loop.tick();
        loop.request(plenty, "one more");
        loop.request(plenty, "one more");
        assertThat(asked()).extracting(Check::want).contains(1);
    }

    /** Whatever is lent, used and given back in whatever order at loops of several nodes. */
    @Property(tries = 60)
    void exactlyTheLimitPasses(
            @ForAll @IntRange(min = 900, max = 4_000) int limit, @ForAll Algorithm algorithm, @ForAll long seed) {
        ScriptModel counts = new ScriptModel();
        Random random = new Random(seed);
        LimitSet set = at(
                algorithm == Algorithm.TOKEN_BUCKET ? bucket("ip", limit, DAY) : window("ip", limit, DAY),
                window("route", 500_000, DAY));
        List<TestLoop> loops =
                Stream.generate(() -> new TestLoop(() -> true)).limit(4).toList();
        for (int step = 0; step < 2 * limit; step++) {
            TestLoop one = loops.get(random.nextInt(4));
            switch (random.nextInt(8)) {
                case 0 -> one.tick();
                case 1, 2 -> one.reach(counts, NOW);
                case 3, 4 -> one.hear();
                default -> IntStream.range(0, random.nextInt(5)).forEach(i -> one.request(set, ANN));
            }
        }

        for (int tick = 0; tick < 3; tick++) {
            loops.forEach(one -> {
                one.reach(counts, NOW);
                one.hear();
                one.tick();
            });
        }
        loops.forEach(one -> one.reach(counts, NOW));
        long passed = passed(loops);
        assertThat(left(counts, set))
                .as("what did not pass is there for others")
                .isEqualTo(limit - passed);

        TestLoop another = new TestLoop(() -> true);
        for (int i = 0; i < limit; i++) {
            another.request(set, ANN);
            another.reach(counts, NOW);
            another.hear();
        }
        assertThat(passed + another.passed()).isEqualTo(limit);
    }

    private static long passed(List<TestLoop> loops) {
        return loops.stream().mapToLong(TestLoop::passed).sum();
    }

    /** What is left of the first of the limits. */
    private static long left(ScriptModel counts, LimitSet set) {
        String[] keys = set.keys(new Requester(ANN, "", "", name -> null));
        return counts.left(keys[0], NOW);
    }

    /** Sends so many one after the other; those that were asked for. */
    private List<Check> requests(int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> {
                    loop.request(plenty, ANN);
                    return asked();
                })
                .flatMap(List::stream)
                .toList();
    }

    /** What was asked since, now answered. */
    private List<Check> asked() {
        List<Check> asked = loop.reach(redis, NOW);
        loop.hear();
        return asked;
    }
}
