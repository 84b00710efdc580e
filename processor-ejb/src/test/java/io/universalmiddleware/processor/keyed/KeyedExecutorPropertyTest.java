package io.universalmiddleware.processor.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

class KeyedExecutorPropertyTest {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor();

    /** A task: its key, how long each run takes, how often it asks to run again, whether it throws in the end. */
    record Work(int key, int micros, int retries, boolean throwing) {}

    @AfterContainer
    static void shutDown() {
        THREADS.shutdownNow();
        TIMER.shutdownNow();
    }

    @Property(tries = 150)
    void keepsOrderWithinAKeyAndLosesNothing(
            @ForAll("work") List<Work> work, @ForAll @IntRange(min = 1, max = 8) int workers) throws Exception {
        KeyedExecutor executor = new KeyedExecutor(THREADS, TIMER, workers);
        Map<Integer, AtomicBoolean> busy = new ConcurrentHashMap<>();
        Map<Integer, List<Integer>> finished = new ConcurrentHashMap<>();
        List<String> overlaps = new CopyOnWriteArrayList<>();

        for (int i = 0; i < work.size(); i++) {
            executor.submit("k" + work.get(i).key(), task(i, work.get(i), busy, finished, overlaps));
        }

        assertThat(executor.drain(Duration.ofSeconds(30))).isTrue();
        assertThat(overlaps).isEmpty();
        assertThat(finished).isEqualTo(expected(work));
    }

    @Provide
    Arbitrary<List<Work>> work() {
        Arbitrary<Work> one = Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, 300),
                        Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(1, 2)),
                        Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true)))
                .as(Work::new);
        return one.list().ofMaxSize(120);
    }

    private static Task task(
            int index,
            Work work,
            Map<Integer, AtomicBoolean> busy,
            Map<Integer, List<Integer>> finished,
            List<String> overlaps) {
        int[] left = {work.retries()};
        return () -> {
            AtomicBoolean key = busy.computeIfAbsent(work.key(), k -> new AtomicBoolean());
            if (!key.compareAndSet(false, true)) {
                overlaps.add("task " + index);
            }
            LockSupport.parkNanos(work.micros() * 1_000L);
            key.set(false);
            if (left[0]-- > 0) {
                return new Verdict.Again(Duration.ofNanos(work.micros() * 2_000L));
            }
            finished.computeIfAbsent(work.key(), k -> new CopyOnWriteArrayList<>())
                    .add(index);
            if (work.throwing()) {
                throw new IllegalStateException("task " + index);
            }
            return new Verdict.Done();
        };
    }

    private static Map<Integer, List<Integer>> expected(List<Work> work) {
        Map<Integer, List<Integer>> expected = new ConcurrentHashMap<>();
        for (int i = 0; i < work.size(); i++) {
            expected.computeIfAbsent(work.get(i).key(), k -> new ArrayList<>()).add(i);
        }
        return expected;
    }
}
