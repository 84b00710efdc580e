package io.universalmiddleware.gateway.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final String RULES =
            "'outlier':{'enabled':false},'breaker':{'failurePercent':50,'minimum':10,'open':'5s','probes':2}";
    private final PoolFixture fixture = PoolFixture.plain();
    private final OriginPool pool = fixture.pool(PoolFixture.targets(2, RULES));

    @Test
    void opensWhenHalfOfEnoughRequestsFail() {
        send(200, 5);
        send(503, 4);
        assertThat(state()).isEqualTo("closed");
        send(503, 1);

        assertThat(state()).isEqualTo("open");
        assertThat(pool.state().breaker().reason()).isEqualTo("5 of 10 failed, the last: answers 503");
        assertThat(PoolFixture.pick(pool).refusal().type().status()).isEqualTo(503);
        assertThat(PoolFixture.pick(pool).refusal().fields()).containsEntry("Retry-After", "5");
    }

    @Test
    void whatIsPastTheWindowDoesNotCount() {
        send(503, 9);
        fixture.pass(Duration.ofSeconds(10));
        send(200, 1);
        send(503, 1);

        assertThat(state()).isEqualTo("closed");
    }

    @Test
    void afterItsTimeSoManyProbesPassAndCloseIt() {
        open();
        fixture.pass(Duration.ofSeconds(5));
        Attempt first = PoolFixture.pick(pool).attempt();
        Attempt second = PoolFixture.pick(pool).attempt();
        assertThat(state()).isEqualTo("half-open");
        PoolFixture.pick(pool).refusal();

        first.answered(200);
        first.ended();
        assertThat(state()).isEqualTo("half-open");
        second.answered(404);
        second.ended();

        assertThat(state()).isEqualTo("closed");
        assertThat(PoolFixture.send(pool, 503)).isNotEmpty();
        assertThat(state()).isEqualTo("closed");
    }

    @Test
    void oneProbeThatFailsOpensItAgain() {
        open();
        fixture.pass(Duration.ofSeconds(5));
        Attempt probe = PoolFixture.pick(pool).attempt();
        probe.failed(Fault.TIMEOUT);
        probe.ended();

        assertThat(state()).isEqualTo("open");
        assertThat(pool.state().breaker().reason()).isEqualTo("a probe failed: timeout");
        PoolFixture.pick(pool).refusal();
    }

    @Test
    void aProbeWhoseClientLeavesLetsAnotherTry() {
        open();
        fixture.pass(Duration.ofSeconds(5));
        for (int i = 0; i < 20; i++) {
            PoolFixture.pick(pool).attempt().ended();
        }
        send(200, 2);

        assertThat(state()).isEqualTo("closed");
    }

    @Test
    void whatBeganBeforeDecidesNothingAfterwards() {
        List<Attempt> late = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            late.add(PoolFixture.pick(pool).attempt());
        }
        open();
        fixture.pass(Duration.ofSeconds(5));
        Attempt probe = PoolFixture.pick(pool).attempt();
        late.forEach(attempt -> attempt.failed(Fault.RESET));
        assertThat(state()).isEqualTo("half-open");
        probe.answered(200);
        send(200, 1);
        assertThat(state()).isEqualTo("closed");
    }

    @Test
    void moreProbesAreAskedOfTheNextTimeAndNotOfThisOne() {
        open();
        fixture.pass(Duration.ofSeconds(5));
        Attempt probe = PoolFixture.pick(pool).attempt();
        fixture.pool(PoolFixture.targets(2, RULES.replace("'probes':2", "'probes':5")));
        probe.answered(200);
        probe.ended();
        send(200, 1);

        assertThat(state()).isEqualTo("closed");
    }

    @Test
    void switchingItOffClosesIt() {
        open();
        fixture.pool(PoolFixture.targets(2, "'breaker':{'enabled':false}"));

        send(503, 100);
        assertThat(state()).isEqualTo("closed");
    }

    @Test
    void manyThreadsGetNoMoreProbesThanThereAre() throws InterruptedException {
        open();
        fixture.pass(Duration.ofSeconds(5));
        AtomicInteger passed = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        CountDownLatch go = new CountDownLatch(1);
        for (int i = 0; i < 8; i++) {
            threads.execute(() -> {
                try {
                    go.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
                for (int n = 0; n < 500; n++) {
                    pool.pick(new PoolFixture.Asking(), null, new Picking() {
                        @Override
                        public void picked(Attempt attempt) {
                            passed.incrementAndGet();
                        }

                        @Override
                        public void refused(io.universalmiddleware.gateway.http.Refusal refusal) {}
                    });
                }
            });
        }
        go.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(120, TimeUnit.SECONDS)).isTrue();

        assertThat(passed).hasValue(2);
    }

    private void open() {
        send(503, 10);
        assertThat(state()).isEqualTo("open");
    }

    private void send(int status, int times) {
        for (int i = 0; i < times; i++) {
            PoolFixture.send(pool, status);
        }
    }

    private String state() {
        return pool.state().breaker().state();
    }
}
