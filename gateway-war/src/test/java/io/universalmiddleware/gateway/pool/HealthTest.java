package io.universalmiddleware.gateway.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final String CHECKED =
            "'health':{'path':'/up','interval':'10s','healthy':2,'unhealthy':3},'panicPercent':0";
    private final PoolFixture fixture = PoolFixture.plain();

    @Test
    void aTargetIsDownAfterSoManyFailuresAndUpAfterSoManySuccesses() {
        OriginPool pool = fixture.pool(PoolFixture.targets(2, CHECKED));
        check(1);
        assertThat(state(pool, 0)).isEqualTo("up");

        fixture.statuses.put(1, 500);
        check(2);
        assertThat(state(pool, 0)).isEqualTo("up");
        check(1);
        assertThat(state(pool, 0)).isEqualTo("down");
        assertThat(reached(pool)).containsExactly("1.0.0.2");

        fixture.statuses.put(1, 204);
        check(1);
        assertThat(state(pool, 0)).isEqualTo("down");
        check(1);
        assertThat(state(pool, 0)).isEqualTo("up");
        assertThat(reached(pool)).hasSize(2);
        assertThat(pool.state().targets().get(0).changes())
                .extracting(MemberChange::to, MemberChange::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("up", "is new"),
                        org.assertj.core.groups.Tuple.tuple("down", "check failed: answers 500"),
                        org.assertj.core.groups.Tuple.tuple("up", "check succeeded: answers 204"));
    }

    @Test
    void theFirstCheckDecidesAtOnce() {
        fixture.statuses.put(1, 0);
        OriginPool pool = fixture.pool(PoolFixture.targets(2, CHECKED));

        fixture.pools.tick();

        assertThat(state(pool, 0)).isEqualTo("down");
        assertThat(pool.state().targets().get(0).reason()).isEqualTo("check failed: no answer");
    }

    @Test
    void checksAreSpreadByATenth() {
        fixture.pool(PoolFixture.targets(1, CHECKED));
        fixture.pools.tick();
        for (int i = 0; i < 100; i++) {
            int before = fixture.asked.size();
            fixture.pass(Duration.ofMillis(8_999));
            fixture.pools.tick();
            assertThat(fixture.asked).hasSize(before);
            fixture.pass(Duration.ofMillis(2_002));
            fixture.pools.tick();
            assertThat(fixture.asked).hasSize(before + 1);
        }
    }

    @Test
    void withNobodyUpRequestsAreRefused() {
        fixture.statuses.put(1, 500);
        fixture.statuses.put(2, 500);
        OriginPool pool = fixture.pool(PoolFixture.targets(2, CHECKED));
        fixture.pools.tick();

        assertThat(PoolFixture.pick(pool).refusal().type().status()).isEqualTo(503);
        assertThat(PoolFixture.pick(pool).refusal().fields()).containsEntry("Retry-After", "1");
    }

    @Test
    void belowThePanicThresholdAllGetRequests() {
        fixture.statuses.put(1, 500);
        fixture.statuses.put(2, 500);
        OriginPool pool = fixture.pool(PoolFixture.targets(3, "'health':{}"));
        fixture.pools.tick();

        assertThat(pool.state().panic()).isTrue();
        assertThat(reached(pool)).hasSize(3);

        fixture.statuses.put(1, 200);
        check(3);
        assertThat(pool.state().panic()).isFalse();
        assertThat(reached(pool)).containsExactlyInAnyOrder("1.0.0.1", "1.0.0.3");
    }

    @Test
    void backupsServeWhileTooFewOthersAreUp() {
        String document = "{'targets':[{'url':'http://1.0.0.1'},{'url':'http://1.0.0.2'},"
                + "{'url':'http://1.0.0.3','backup':true}],'health':{}}";
        OriginPool pool = fixture.pool(document);
        check(1);
        assertThat(reached(pool)).containsExactlyInAnyOrder("1.0.0.1", "1.0.0.2");

        fixture.statuses.put(1, 500);
        fixture.statuses.put(2, 500);
        check(3);
        assertThat(reached(pool)).containsExactly("1.0.0.3");

        fixture.statuses.put(2, 200);
        check(2);
        assertThat(reached(pool)).containsExactly("1.0.0.2");
    }

    @Test
    void aChangeKeepsWhatIsKnownOfTargetsThatStay() {
        fixture.statuses.put(1, 500);
        OriginPool pool = fixture.pool(PoolFixture.targets(2, CHECKED));
        check(3);
        Attempt open = PoolFixture.pick(pool).attempt();
        assertThat(state(pool, 0)).isEqualTo("down");

        OriginPool same = fixture.pool(PoolFixture.targets(3, CHECKED + ",'balance':'round-robin'"));

        assertThat(same).isSameAs(pool);
        assertThat(state(pool, 0)).isEqualTo("down");
        assertThat(pool.state().targets().get(1).inFlight()).isEqualTo(1);
        open.answered(200);
        open.ended();
        assertThat(pool.state().targets().get(1).inFlight()).isZero();
        assertThat(pool.state().targets().get(1).answered()).isEqualTo(1);
        assertThat(pool.state().targets()).hasSize(3);
    }

    @Test
    void withoutChecksNobodyStaysDown() {
        fixture.statuses.put(1, 500);
        OriginPool pool = fixture.pool(PoolFixture.targets(2, CHECKED));
        check(3);

        fixture.pool(PoolFixture.targets(2, ""));

        assertThat(state(pool, 0)).isEqualTo("up");
    }

    private void check(int times) {
        for (int i = 0; i < times; i++) {
            fixture.pools.tick();
            fixture.pass(Duration.ofSeconds(12));
        }
    }

    private static String state(OriginPool pool, int index) {
        return pool.state().targets().get(index).state();
    }

    private static Set<String> reached(OriginPool pool) {
        Set<String> reached = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            reached.add(PoolFixture.send(pool, 200));
        }
        return reached;
    }
}
