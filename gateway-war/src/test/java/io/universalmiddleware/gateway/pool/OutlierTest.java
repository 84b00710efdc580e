package io.universalmiddleware.gateway.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OutlierTest {
    private static final String ROUND = "'balance':'round-robin','breaker':{'enabled':false},'panicPercent':0";
    private final PoolFixture fixture = PoolFixture.plain();

    @Test
    void fiveFailuresInARowEject() {
        OriginPool pool = fixture.pool(PoolFixture.targets(3, ROUND));

        fail(pool, "1.0.0.2", 4);
        assertThat(state(pool, 1)).isEqualTo("up");
        fail(pool, "1.0.0.2", 1);

        assertThat(state(pool, 1)).isEqualTo("ejected");
        assertThat(pool.state().targets().get(1).reason()).isEqualTo("consecutive 5xx: 5, for 30000 ms");
        for (int i = 0; i < 30; i++) {
            assertThat(PoolFixture.send(pool, 200)).isNotEqualTo("1.0.0.2");
        }
    }

    @Test
    void oneSuccessBeginsTheCountAnew() {
        OriginPool pool = fixture.pool(PoolFixture.targets(2, ROUND));
        fail(pool, "1.0.0.1", 4);
        answer(pool, "1.0.0.1", 200);
        fail(pool, "1.0.0.1", 4);

        assertThat(state(pool, 0)).isEqualTo("up");
    }

    @Test
    void gatewayFailuresEjectOnlyWhereAsked() {
        OriginPool pool = fixture.pool(
                PoolFixture.targets(2, ROUND + ",'outlier':{'consecutive5xx':0,'consecutiveGatewayFailure':3}"));
        for (int i = 0; i < 10; i++) {
            answer(pool, "1.0.0.1", 500);
        }
        assertThat(state(pool, 0)).isEqualTo("up");
        for (int i = 0; i < 3; i++) {
            answer(pool, "1.0.0.1", 503);
        }
        assertThat(state(pool, 0)).isEqualTo("ejected");
        assertThat(pool.state().targets().get(0).reason()).startsWith("consecutive gateway failures: 3");
    }

    @Test
    void eachEjectionLastsLongerUpToTheLongestAndGoodStandingShortensTheNext() {
        OriginPool pool =
                fixture.pool(PoolFixture.targets(2, ROUND + ",'outlier':{'baseEjection':'30s','maxEjection':'70s'}"));

        assertThat(outFor(pool)).isEqualTo(30);
        assertThat(outFor(pool)).isEqualTo(60);
        assertThat(outFor(pool)).isEqualTo(70);
        for (int i = 0; i < 3; i++) {
            fixture.pass(Duration.ofSeconds(10));
            fixture.pools.tick();
        }
        assertThat(outFor(pool)).isEqualTo(30);
    }

    @Property(tries = 50)
    void neverMoreThanTheAllowedShareAreOutExceptTheFirst(
            @ForAll @IntRange(min = 1, max = 20) int count, @ForAll @IntRange(min = 0, max = 100) int percent) {
        OriginPool pool = PoolFixture.plain()
                .pool(PoolFixture.targets(count, ROUND + ",'outlier':{'maxEjectionPercent':" + percent + "}"));
        for (int i = 1; i <= count; i++) {
            fail(pool, "1.0.0." + i, 5);
        }
        long out = pool.state().targets().stream()
                .filter(target -> target.state().equals("ejected"))
                .count();

        assertThat(out).isBetween(1L, Math.max(1L, (long) Math.ceil(count * percent / 100.0)));
    }

    @Test
    void aSuccessRateFarBelowTheOthersEjects() {
        OriginPool pool = fixture.pool(
                PoolFixture.targets(6, ROUND + ",'outlier':{'consecutive5xx':0,'successRateRequestVolume':50}"));
        for (int i = 0; i < 600; i++) {
            Attempt attempt = PoolFixture.pick(pool).attempt();
            attempt.answered(PoolFixture.address(attempt).equals("1.0.0.4") && i % 2 == 1 ? 500 : 200);
            attempt.ended();
        }
        fixture.pass(Duration.ofSeconds(10));
        fixture.pools.tick();

        List<TargetState> targets = pool.state().targets();
        assertThat(targets)
                .filteredOn(target -> target.state().equals("ejected"))
                .hasSize(1);
        assertThat(targets.get(3).reason()).startsWith("success rate");
    }

    @Test
    void switchedOffNobodyIsEjected() {
        OriginPool pool = fixture.pool(PoolFixture.targets(2, ROUND + ",'outlier':{'enabled':false}"));
        fail(pool, "1.0.0.1", 50);

        assertThat(state(pool, 0)).isEqualTo("up");
    }

    /** Seconds until it is back. */
    private int outFor(OriginPool pool) {
        fail(pool, "1.0.0.1", 5);
        assertThat(state(pool, 0)).isEqualTo("ejected");
        for (int seconds = 1; seconds < 1_000; seconds++) {
            fixture.pass(Duration.ofSeconds(1));
            // every tenth second is one of a sweep
            fixture.pools.tick();
            if (state(pool, 0).equals("up")) {
                return seconds;
            }
        }
        throw new AssertionError("never came back");
    }

    private static void fail(OriginPool pool, String address, int times) {
        for (int i = 0; i < times; i++) {
            answer(pool, address, 500);
        }
    }

    /** Lets requests succeed until one goes to the address, and has that one answered. */
    private static void answer(OriginPool pool, String address, int status) {
        for (int i = 0; i < 1_000; i++) {
            Attempt attempt = PoolFixture.pick(pool).attempt();
            boolean it = PoolFixture.address(attempt).equals(address);
            attempt.answered(it ? status : 200);
            attempt.ended();
            if (it) {
                return;
            }
        }
    }

    private static String state(OriginPool pool, int index) {
        return pool.state().targets().get(index).state();
    }
}
