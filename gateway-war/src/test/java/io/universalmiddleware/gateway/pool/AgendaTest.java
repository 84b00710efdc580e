package io.universalmiddleware.gateway.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AgendaTest {
    private final Agenda agenda = new Agenda();
    private long now;

    @Test
    void whatIsDueIsLookedAtAndNothingElse() {
        Noted often = added(10);
        Noted seldom = added(1_000);
        agenda.look(0);
        assertThat(List.of(often.looks, seldom.looks)).containsExactly(1, 1);

        for (int now = 1; now <= 100; now++) {
            at(now);
        }

        assertThat(List.of(often.looks, seldom.looks)).containsExactly(11, 1);
        at(1_000);
        assertThat(List.of(often.looks, seldom.looks)).containsExactly(12, 2);
    }

    @Test
    void whoCallsIsLookedAtOnceHoweverOftenItCallsAndItsTimeBeginsAnew() {
        Noted item = added(10);
        at(0);
        agenda.call(item);
        agenda.call(item);

        at(9);
        assertThat(item.looks).isEqualTo(2);
        at(10);
        at(18);
        assertThat(item.looks).isEqualTo(2);
        at(19);
        assertThat(item.looks).isEqualTo(3);
    }

    @Test
    void whoCallsWhileItIsLookedAtIsLookedAtTheNextTime() {
        Noted item = added(1_000);
        item.calls = true;
        at(0);
        assertThat(item.looks).isEqualTo(1);
        item.calls = false;

        at(1);
        at(2);
        assertThat(item.looks).isEqualTo(2);
    }

    @Test
    void whatIsGoneIsForgotten() {
        Noted item = added(10);
        at(0);
        item.gone = true;
        at(10);
        agenda.call(item);
        at(20);

        assertThat(item.looks).isEqualTo(1);
    }

    @Test
    void whatThrowsIsLookedAtAgainASecondLaterAndKeepsNothingElseFromIt() {
        long second = TimeUnit.SECONDS.toNanos(1);
        Noted broken = added(10);
        Noted other = added(10);
        broken.throwing = true;
        at(0);
        at(second - 1);
        assertThat(List.of(broken.looks, other.looks)).containsExactly(1, 2);

        at(second);
        assertThat(broken.looks).isEqualTo(2);
        broken.throwing = false;
        at(2 * second);
        at(2 * second + 10);
        assertThat(broken.looks).isEqualTo(4);
    }

    @Test
    void theTickerMayWrap() {
        Noted item = added(10);
        now = Long.MAX_VALUE - 5;
        agenda.look(now);
        Noted later = added(100);
        agenda.look(now);

        at(Long.MAX_VALUE);
        assertThat(item.looks).isEqualTo(1);
        at(Long.MIN_VALUE + 4);
        assertThat(item.looks).isEqualTo(2);
        assertThat(later.looks).isEqualTo(1);
    }

    /** Looking at each pool asks the ticker, so it tells how many were looked at. */
    @Test
    void aThousandPoolsAtRestCostATickNothing() {
        PoolFixture fixture = PoolFixture.plain();
        Map<OriginKey, PoolConfig> configs = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            configs.put(new OriginKey("tenant-" + i, "origin"), PoolFixture.config(PoolFixture.targets(1, "")));
        }
        fixture.pools.apply(configs);
        fixture.pools.tick();

        fixture.tickerAsked.set(0);
        for (int i = 0; i < 10; i++) {
            fixture.pass(Duration.ofMillis(50));
            fixture.pools.tick();
        }

        assertThat(fixture.tickerAsked.get()).isLessThanOrEqualTo(20);
        fixture.pass(Duration.ofSeconds(10));
        fixture.pools.tick();
        assertThat(fixture.tickerAsked.get()).isGreaterThan(1_000);

        fixture.pools.apply(Map.of());
        fixture.pools.tick();
        fixture.tickerAsked.set(0);
        fixture.pools.tick();
        assertThat(fixture.tickerAsked.get()).isOne();
    }

    private void at(long time) {
        now = time;
        agenda.look(time);
    }

    private Noted added(long interval) {
        Noted item = new Noted(interval);
        agenda.call(item);
        return item;
    }

    private final class Noted extends Agenda.Item {
        private final long interval;
        private int looks;
        private boolean calls;
        private boolean gone;
        private boolean throwing;

        private Noted(long interval) {
            this.interval = interval;
        }

        @Override
        long look() {
            looks++;
            if (throwing) {
                throw new IllegalStateException("broken");
            }
            if (calls) {
                agenda.call(this);
            }
            return now + interval;
        }

        @Override
        boolean isGone() {
            return gone;
        }
    }
}
