package io.universalmiddleware.gateway.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    @Property(tries = 50)
    void retriesAreAShareOfTheRequestsAndTenASecond(
            @ForAll @IntRange(min = 0, max = 5_000) int requests, @ForAll @IntRange(min = 1, max = 100) int percent) {
        RetryBudget budget = new RetryBudget();
        for (int i = 0; i < requests; i++) {
            budget.request(i);
        }
        int retries = 0;
        while (budget.take(percent, 1)) {
            retries++;
        }
        assertThat(retries).isEqualTo(requests * percent / 100 + 100);
    }

    @Test
    void whatWasSpentComesBackAfterTenSeconds() {
        PoolFixture fixture = PoolFixture.plain();
        OriginPool pool = fixture.pool(PoolFixture.targets(2, ""));
        while (pool.mayRetry()) {
            // spends it
        }
        fixture.pass(Duration.ofSeconds(9));
        assertThat(pool.mayRetry()).isFalse();
        fixture.pass(Duration.ofSeconds(1));
        assertThat(pool.mayRetry()).isTrue();
    }

    @Test
    void noneIsNone() {
        OriginPool pool = PoolFixture.plain().pool(PoolFixture.targets(2, "'retries':{'budgetPercent':0}"));

        assertThat(pool.mayRetry()).isFalse();
    }
}
