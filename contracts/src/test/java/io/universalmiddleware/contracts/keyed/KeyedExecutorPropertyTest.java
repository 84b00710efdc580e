package io.universalmiddleware.contracts.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
    record Job(int key, int micros, int retries, boolean throwing) {}

    @AfterContainer
    static void shutDown() {
        THREADS.shutdownNow();
        TIMER.shutdownNow();
    }

    @Property(tries = 150)
    void keepsOrderWithinAKeyAndLosesNothing(
            @ForAll("work") List<Job> work, @ForAll @IntRange(min = 1, max = 8) int workers) throws Exception {
        KeyedExecutor<Task> executor = KeyedExecutor.ofTasks(THREADS, TIMER, workers);
        Map<Integer, AtomicBoolean> busy = new ConcurrentHashMap<>();
        Map<Integer, List<Integer>> finished = new ConcurrentHashMap<>();
        List<String> overlaps = new CopyOnWriteArrayList<>();

        for (int i = 0; i < work.size(); i++) {
            executor.submit("k" + work.get(i).key(), task(i, work.get(i), busy, finished, overlaps));
        }

        assertThat(executor.drain(Duration.ofSeconds(120))).isTrue();
        assertThat(overlaps).isEmpty();
        assertThat(finished).isEqualTo(expected(work));
    }

    @Property(tries = 150)
    void keepsOrderWithinAKeyAlsoWhereTasksAreDoneTogether(
            @ForAll("work") List<Job> work,
            @ForAll @IntRange(min = 1, max = 4) int workers,
            @ForAll @IntRange(min = 1, max = 20) int most)
            throws Exception {
        Map<Integer, AtomicBoolean> busy = new ConcurrentHashMap<>();
        Map<Integer, List<Integer>> finished = new ConcurrentHashMap<>();
        List<String> overlaps = new CopyOnWriteArrayList<>();
        AtomicInteger runs = new AtomicInteger();
        KeyedExecutor<Integer> executor = new KeyedExecutor<>(THREADS, TIMER, workers, most, tasks -> {
            List<Integer> keys =
                    tasks.stream().map(task -> work.get(task).key()).distinct().toList();
            if (tasks.size() > most
                    || !keys.stream()
                            .allMatch(key -> busy.computeIfAbsent(key, k -> new AtomicBoolean())
                                    .compareAndSet(false, true))) {
                overlaps.add(tasks.toString());
            }
            LockSupport.parkNanos(work.get(tasks.get(0)).micros() * 1_000L);
            keys.forEach(key -> busy.get(key).set(false));
            if (runs.incrementAndGet() % 5 == 0) {
                return new Verdict.Again(Duration.ofNanos(100_000));
            }
            tasks.forEach(task -> finished.computeIfAbsent(work.get(task).key(), k -> new CopyOnWriteArrayList<>())
                    .add(task));
            if (work.get(tasks.get(0)).throwing()) {
                throw new IllegalStateException("tasks " + tasks);
            }
            return new Verdict.Done();
        });
        Map<Integer, String> first = new LinkedHashMap<>();
        for (int i = 0; i < work.size() / 2; i++) {
            first.put(i, "k" + work.get(i).key());
        }

        executor.submitAll(first);
        for (int i = work.size() / 2; i < work.size(); i++) {
            executor.submit("k" + work.get(i).key(), i);
        }

        assertThat(executor.drain(Duration.ofSeconds(120))).isTrue();
        assertThat(overlaps).isEmpty();
        assertThat(finished).isEqualTo(expected(work));
    }

    @Provide
    Arbitrary<List<Job>> work() {
        Arbitrary<Job> one = Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, 300),
                        Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(1, 2)),
                        Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true)))
                .as(Job::new);
        return one.list().ofMaxSize(120);
    }

    private static Task task(
            int index,
            Job work,
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

    private static Map<Integer, List<Integer>> expected(List<Job> work) {
        Map<Integer, List<Integer>> expected = new ConcurrentHashMap<>();
        for (int i = 0; i < work.size(); i++) {
            expected.computeIfAbsent(work.get(i).key(), k -> new ArrayList<>()).add(i);
        }
        return expected;
    }
}
