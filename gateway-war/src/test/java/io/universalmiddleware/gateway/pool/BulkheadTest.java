package io.universalmiddleware.gateway.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.http.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BulkheadTest {
    private final PoolFixture fixture = PoolFixture.plain();

    @Test
    void soManyAreInFlightSoManyWaitAndTheRestIsRefused() {
        OriginPool pool = fixture.pool(PoolFixture.targets(2, "'bulkhead':{'inFlight':2,'queue':1}"));
        Attempt first = PoolFixture.pick(pool).attempt();
        PoolFixture.pick(pool).attempt();
        PoolFixture.Picked waiting = PoolFixture.pick(pool);
        Refusal refusal = PoolFixture.pick(pool).refusal();

        assertThat(waiting.told).isZero();
        assertThat(refusal.type().status()).isEqualTo(503);
        assertThat(refusal.fields()).containsKey("Retry-After");
        assertThat(pool.state().waiting()).isEqualTo(1);

        first.ended();
        assertThat(waiting.told).isEqualTo(1);
        waiting.attempt().ended();
        waiting.attempt().ended();
        assertThat(pool.state().inFlight()).isEqualTo(1);
    }

    @Test
    void whoWaitsIsServedInOrder() {
        OriginPool pool = fixture.pool(PoolFixture.targets(1, "'bulkhead':{'inFlight':1,'queue':10}"));
        Attempt now = PoolFixture.pick(pool).attempt();
        List<PoolFixture.Picked> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waiting.add(PoolFixture.pick(pool));
        }
        for (PoolFixture.Picked next : waiting) {
            now.ended();
            assertThat(next.told).isEqualTo(1);
            now = next.attempt();
        }
    }

    @Test
    void aStreamGivesItsPlaceBackAndStillCountsForItsTarget() {
        OriginPool pool = fixture.pool(PoolFixture.targets(1, "'bulkhead':{'inFlight':1,'queue':0}"));
        Attempt stream = PoolFixture.pick(pool).attempt();
        stream.answered(200);
        stream.streams();

        assertThat(pool.state().inFlight()).isZero();
        assertThat(pool.state().targets().get(0).inFlight()).isEqualTo(1);
        PoolFixture.pick(pool).attempt().ended();
        stream.ended();
        assertThat(pool.state().targets().get(0).inFlight()).isZero();
        assertThat(pool.state().inFlight()).isZero();
    }

    @Test
    void moreRoomLetsThoseInWhoWait() {
        OriginPool pool = fixture.pool(PoolFixture.targets(1, "'bulkhead':{'inFlight':1,'queue':5}"));
        PoolFixture.pick(pool).attempt();
        PoolFixture.Picked waiting = PoolFixture.pick(pool);

        fixture.pool(PoolFixture.targets(1, "'bulkhead':{'inFlight':2,'queue':5}"));

        waiting.attempt();
    }

    @Test
    void aLongQueueIsRefusedAtOnceWhenTheBreakerOpens() {
        OriginPool pool = fixture.pool(PoolFixture.targets(
                1, "'bulkhead':{'inFlight':20,'queue':100000},'breaker':{'minimum':1},'outlier':{'enabled':false}"));
        Attempt first = PoolFixture.pick(pool).attempt();
        for (int i = 0; i < 19; i++) {
            PoolFixture.pick(pool).attempt();
        }
        List<PoolFixture.Picked> waiting = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            waiting.add(PoolFixture.pick(pool));
        }

        first.failed(Fault.RESET);
        first.ended();

        assertThat(waiting).allSatisfy(each -> each.refusal());
        assertThat(pool.state().waiting()).isZero();
        assertThat(pool.state().inFlight()).isEqualTo(19);
    }

    @Test
    void nobodyWaitsForLongerThanIsSaid() {
        OriginPool pool = fixture.pool(PoolFixture.targets(1, "'bulkhead':{'inFlight':1,'queue':5,'wait':'200ms'}"));
        Attempt stuck = PoolFixture.pick(pool).attempt();
        PoolFixture.Picked early = PoolFixture.pick(pool);
        fixture.pass(Duration.ofMillis(100));
        PoolFixture.Picked later = PoolFixture.pick(pool);
        fixture.pass(Duration.ofMillis(100));
        fixture.pools.tick();

        assertThat(early.refusal().type().status()).isEqualTo(503);
        assertThat(later.told).isZero();
        stuck.ended();
        later.attempt();
        assertThat(early.told).isEqualTo(1);
    }

    @Test
    void whoWaitsForAnOriginThatGoesIsSentAwayToo() {
        OriginPool pool = fixture.pool(PoolFixture.targets(1, "'bulkhead':{'inFlight':1,'queue':5}"));
        PoolFixture.pick(pool).attempt();
        PoolFixture.Picked waiting = PoolFixture.pick(pool);

        fixture.pools.apply(java.util.Map.of());
        fixture.pass(Duration.ofSeconds(1));
        fixture.pools.tick();

        waiting.refusal();
    }

    @Test
    void underManyThreadsNobodyIsForgottenAndTheBoundHolds() throws InterruptedException {
        OriginPool pool = fixture.pool(PoolFixture.targets(3, "'bulkhead':{'inFlight':4,'queue':100000}"));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        ExecutorService callers = Executors.newFixedThreadPool(8);
        ExecutorService loops = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 20_000; i++) {
            callers.execute(() -> pool.pick(new PoolFixture.Asking(), null, new Picking() {
                @Override
                public void picked(Attempt attempt) {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    loops.execute(() -> {
                        inside.decrementAndGet();
                        attempt.answered(200);
                        attempt.ended();
                        done.incrementAndGet();
                    });
                }

                @Override
                public void refused(Refusal refusal) {
                    throw new AssertionError(refusal);
                }
            }));
        }
        callers.shutdown();
        assertThat(callers.awaitTermination(120, TimeUnit.SECONDS)).isTrue();
        org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(done).hasValue(20_000));
        loops.shutdown();

        assertThat(most.get()).isLessThanOrEqualTo(4);
        assertThat(pool.state().inFlight()).isZero();
        assertThat(pool.state().waiting()).isZero();
    }
}
