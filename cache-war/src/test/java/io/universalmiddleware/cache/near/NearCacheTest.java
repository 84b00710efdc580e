package io.universalmiddleware.cache.near;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.cache.Events;
import io.universalmiddleware.cache.view.ViewValue;
import io.universalmiddleware.contracts.id.ViewRef;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NearCacheTest {
    private static final ViewRef ROW = Events.balance("ann");

    private final AtomicLong now = new AtomicLong();
    private final NearCache near = new NearCache(100_000, Duration.ofSeconds(2), now::get);

    @Example
    void anEntryAnswersUntilItsTimeIsOver() {
        near.put(ROW, value(1), Duration.ofSeconds(5), near.generation());

        now.addAndGet(Duration.ofSeconds(1).toNanos());
        NearCache.Hit hit = near.find(ROW);
        assertThat(hit).isNotNull();
        assertThat(hit.age()).isEqualTo(Duration.ofSeconds(6));
        assertThat(hit.left()).isEqualTo(Duration.ofSeconds(1));

        now.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(near.find(ROW)).isNull();
    }

    @Example
    void whatWasReadBeforeAFlushDoesNotGetIn() {
        long before = near.generation();

        near.flush();
        near.put(ROW, value(3), Duration.ZERO, before);

        assertThat(near.find(ROW)).isNull();
    }

    @Example
    void itsBytesAreBounded() {
        for (int i = 0; i < 1000; i++) {
            near.put(Events.balance("k" + i), new ViewValue(1, "x".repeat(1000)), Duration.ZERO, near.generation());
        }

        assertThat(near.bytes()).isLessThanOrEqualTo(100_000);
    }

    @Example
    void withoutATimeItIsOff() {
        NearCache off = new NearCache(100_000, Duration.ZERO, now::get);

        off.put(ROW, value(1), Duration.ZERO, off.generation());

        assertThat(off.find(ROW)).isNull();
    }

    @Property
    void neverAnswersAVersionOlderThanItHasBeenToldOf(@ForAll("steps") List<Step> steps) {
        NearCache fresh = new NearCache(100_000, Duration.ofSeconds(2), now::get);
        long told = 0;
        for (Step step : steps) {
            if (step.announced()) {
                fresh.drop(ROW, step.version());
            } else {
                fresh.put(ROW, value(step.version()), Duration.ZERO, fresh.generation());
            }
            told = Math.max(told, step.version());
            NearCache.Hit hit = fresh.find(ROW);
            assertThat(hit == null ? told : hit.value().version()).isEqualTo(told);
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(true, false), Arbitraries.integers().between(1, 9))
                .as(Step::new)
                .list()
                .ofMaxSize(20);
    }

    private static ViewValue value(int version) {
        return new ViewValue(version, "{}");
    }

    record Step(boolean announced, int version) {}
}
