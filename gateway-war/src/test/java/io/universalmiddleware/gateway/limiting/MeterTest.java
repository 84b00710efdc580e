package io.universalmiddleware.gateway.limiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;

class MeterTest {
    private static final long NOW = Arrivals.BEGIN;
    private static final Rate TEN_A_SECOND = new Rate(Algorithm.TOKEN_BUCKET, 10, 1_000, 10);

    @Property
    @Domain(Arrivals.class)
    void admitsWhatTheDefinitionAdmits(@ForAll Rate rate, @ForAll List<Integer> pauses) {
        Meter meter = new Meter(rate, NOW);
        Moments moments = new Moments(rate);
        long now = NOW;
        for (int pause : pauses) {
            now += pause;
            boolean passes = meter.waiting(rate, now) == 0;
            assertThat(passes).as("at %d ms", now - NOW).isEqualTo(moments.admits(now));
            if (passes) {
                meter.take();
                moments.admit(now);
            }
        }
    }

    @Property
    @Domain(Arrivals.class)
    void saysExactlyHowLongToWait(@ForAll Rate rate, @ForAll List<Integer> pauses) {
        Meter meter = new Meter(rate, NOW);
        Moments moments = new Moments(rate);
        long now = NOW;
        for (int pause : pauses) {
            now += pause;
            long waiting = meter.waiting(rate, now);
            if (waiting == 0) {
                meter.take();
                moments.admit(now);
            } else {
                assertThat(moments.admits(now + waiting)).isTrue();
                assertThat(moments.admits(now + waiting - 1)).isFalse();
            }
        }
    }

    @Property
    @Domain(Arrivals.class)
    void saysExactlyHowManyMorePassAndWhenNothingCountsAnyMore(@ForAll Rate rate, @ForAll List<Integer> pauses) {
        Meter meter = new Meter(rate, NOW);
        long now = NOW;
        for (int pause : pauses) {
            now += pause;
            if (meter.waiting(rate, now) == 0) {
                meter.take();
            }
        }

        long remaining = meter.remaining(now);
        long more = 0;
        while (meter.waiting(rate, now) == 0) {
            meter.take();
            more++;
        }
        assertThat(more).isEqualTo(remaining);

        now += meter.reset(now);
        assertThat(meter.waiting(rate, now)).isZero();
        assertThat(meter.remaining(now)).isEqualTo(rate.burst());
        assertThat(meter.reset(now)).isZero();
    }

    /** However requests come, a span as long as the limit's has no more than is promised. */
    @Property
    @Domain(Arrivals.class)
    void noSpanHasMoreThanIsPromised(@ForAll Rate rate, @ForAll List<Integer> pauses) {
        Meter meter = new Meter(rate, NOW);
        List<Long> admitted = new ArrayList<>();
        long now = NOW;
        for (int pause : pauses) {
            now += pause;
            if (meter.waiting(rate, now) == 0) {
                meter.take();
                admitted.add(now);
            }
        }

        long promised =
                rate.algorithm() == Algorithm.TOKEN_BUCKET ? rate.burst() + rate.requests() : 2 * rate.requests() - 1;
        for (long begin : admitted) {
            assertThat(admitted.stream().filter(at -> at >= begin && at < begin + rate.perMillis()))
                    .hasSizeLessThanOrEqualTo((int) promised);
        }
    }

    /** However it is lent and given back, what has passed stays counted: nothing passes that would not have passed without. */
    @Property
    @Domain(Arrivals.class)
    void whatIsGivenBackIsNeverMoreThanWasLent(@ForAll Rate rate, @ForAll List<Integer> pauses) {
        Meter lending = new Meter(rate, NOW);
        Meter plain = new Meter(rate, NOW);
        Random random = new Random(pauses.hashCode());
        List<long[]> lent = new ArrayList<>();
        long now = NOW;
        for (int pause : pauses) {
            now += pause;
            if (lending.waiting(rate, now) == 0) {
                assertThat(plain.waiting(rate, now)).isZero();
                lending.take();
                plain.take();
            }
            long some = Math.min(random.nextInt(4), lending.remaining(now));
            LongStream.range(0, some).forEach(each -> lending.take());
            lent.add(new long[] {some, now});
            while (!lent.isEmpty() && random.nextBoolean()) {
                giveBack(lending, rate, lent.remove(random.nextInt(lent.size())), now);
            }
        }
        for (long[] some : lent) {
            giveBack(lending, rate, some, now);
        }

        assertThat(lending.waiting(rate, now)).isGreaterThanOrEqualTo(plain.waiting(rate, now));
        if (rate.algorithm() == Algorithm.SLIDING_WINDOW) {
            assertThat(lending.remaining(now)).isEqualTo(plain.remaining(now));
            assertThat(lending.reset(now)).isEqualTo(plain.reset(now));
        } else {
            assertThat(lending.remaining(now)).isLessThanOrEqualTo(plain.remaining(now));
        }
    }

    private static void giveBack(Meter meter, Rate rate, long[] lent, long now) {
        meter.giveBack(rate, lent[0], lent[1], now);
    }

    @Property
    @Domain(Arrivals.class)
    @Domain(DomainContext.Global.class)
    void sharesTogetherAreNoMoreThanTheLimitOrOneForEachNode(
            @ForAll Rate rate, @ForAll @IntRange(min = 1, max = 20) int nodes) {
        Rate share = rate.shareOf(nodes);

        assertThat(share.burst() * nodes).isLessThanOrEqualTo(Math.max(rate.burst(), nodes));
        assertThat(share.requests() * 1.0 / share.perMillis() * nodes)
                .isLessThanOrEqualTo(Math.max(rate.requests(), nodes) * 1.0 / rate.perMillis() + 1e-9);
    }

    @Test
    void aChangedLimitKeepsWhatWasUsed() {
        Meter meter = used(TEN_A_SECOND, 10);
        Rate doubled = new Rate(Algorithm.TOKEN_BUCKET, 20, 1_000, 20);
        Rate slower = new Rate(Algorithm.TOKEN_BUCKET, 10, 3_600_000, 10);
        Rate window = new Rate(Algorithm.SLIDING_WINDOW, 10, 60_000, 10);

        assertThat(meter.waiting(doubled, NOW)).isZero();
        assertThat(meter.remaining(NOW)).isEqualTo(10);

        Meter drained = used(TEN_A_SECOND, 10);
        assertThat(drained.waiting(slower, NOW)).isEqualTo(360_000);

        Meter other = used(TEN_A_SECOND, 10);
        assertThat(other.waiting(window, NOW)).isPositive();
        assertThat(other.remaining(NOW)).isZero();
    }

    @Test
    void aLoweredLimitBlocksNoLongerThanItsOwnBucketTakes() {
        Meter meter = used(new Rate(Algorithm.TOKEN_BUCKET, 100, 1_000, 100), 100);

        assertThat(meter.waiting(new Rate(Algorithm.TOKEN_BUCKET, 5, 1_000, 5), NOW))
                .isEqualTo(200);
    }

    @Test
    void aClockThatGoesBackGivesNothingAndTakesNothing() {
        Meter meter = used(TEN_A_SECOND, 10);

        assertThat(meter.waiting(TEN_A_SECOND, NOW - 3_600_000)).isEqualTo(100);
        assertThat(meter.waiting(TEN_A_SECOND, NOW - 3_600_000 + 100)).isZero();

        Rate window = new Rate(Algorithm.SLIDING_WINDOW, 3, 1_000, 3);
        Meter windows = used(window, 3);
        assertThat(windows.waiting(window, NOW - 3_600_000)).isPositive();
        assertThat(windows.waiting(window, NOW - 3_600_000 + 2_000)).isZero();
    }

    @Test
    void toAnotherRateNothingIsGivenBack() {
        Meter meter = used(TEN_A_SECOND, 10);
        Rate doubled = new Rate(Algorithm.TOKEN_BUCKET, 20, 1_000, 20);
        meter.giveBack(doubled, 5, NOW, NOW);
        assertThat(meter.remaining(NOW)).isZero();

        meter.giveBack(TEN_A_SECOND, 5, NOW, NOW);
        assertThat(meter.remaining(NOW)).isEqualTo(5);
    }

    private static Meter used(Rate rate, int many) {
        Meter meter = new Meter(rate, NOW);
        for (int i = 0; i < many; i++) {
            assertThat(meter.waiting(rate, NOW)).isZero();
            meter.take();
        }
        return meter;
    }
}
