package io.universalmiddleware.contracts.keyed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class KeyedExecutorTest {
    private static final Verdict DONE = new Verdict.Done();
    private static final Verdict AGAIN = new Verdict.Again(Duration.ofSeconds(2));
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final HeldTimer timer = new HeldTimer();
    private final KeyedExecutor<Task> executor = KeyedExecutor.ofTasks(threads, timer, 2);
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void shutDown() {
        threads.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void aBlockedKeyBlocksNoOther() {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Void> blocked = executor.submit("a", () -> awaiting(release));
        CompletableFuture<Void> behind = executor.submit("a", () -> logging("behind"));

        List<CompletableFuture<Void>> others = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            others.add(executor.submit("b" + i % 20, () -> DONE));
        }

        assertThat(CompletableFuture.allOf(others.toArray(CompletableFuture[]::new)))
                .succeedsWithin(Duration.ofSeconds(60));
        assertThat(blocked).isNotDone();
        assertThat(behind).isNotDone();
        release.countDown();
        assertThat(behind).succeedsWithin(Duration.ofSeconds(60));
    }

    @Test
    void aKeyThatWaitsForItsRetryHoldsNoWorkerAndKeepsItsOrder() {
        AtomicInteger runs = new AtomicInteger();
        for (String key : List.of("a", "b", "c")) {
            executor.submit(key, () -> runs.incrementAndGet() <= 3 ? AGAIN : DONE);
            executor.submit(key, () -> logging("after retry"));
        }

        assertThat(executor.submit("d", () -> logging("other"))).succeedsWithin(Duration.ofSeconds(60));
        await().until(() -> timer.waiting() == 3);
        timer.letGo();
        await().until(() -> log.size() == 4);
        assertThat(log.get(0)).isEqualTo("other");
        assertThat(runs).hasValue(6);
    }

    @Test
    void tasksOfAKeyRunInTheOrderOfTheirSubmission() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String name = Integer.toString(i);
            expected.add(name);
            executor.submit("a", () -> logging(name));
        }

        await().until(() -> executor.inFlight() == 0);
        assertThat(log).isEqualTo(expected);
    }

    @Test
    void neverMoreTasksAtOnceThanWorkers() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 300; i++) {
            executor.submit("k" + i, () -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                Thread.yield();
                now.decrementAndGet();
                return DONE;
            });
        }

        await().until(() -> executor.inFlight() == 0);
        assertThat(most).hasValueBetween(1, 2);
    }

    @Test
    void whatATaskThrowsFailsItAndFreesItsKey() {
        CompletableFuture<Void> failing = executor.submit("a", () -> {
            throw new AssertionError("broken");
        });
        CompletableFuture<Void> next = executor.submit("a", () -> DONE);

        assertThat(next).succeedsWithin(Duration.ofSeconds(60));
        assertThat(failing).isCompletedExceptionally();
    }

    @Test
    void roomOpensWhenTasksFallBelowTheBound() {
        CountDownLatch release = new CountDownLatch(1);
        executor.submit("a", () -> awaiting(release));
        executor.submit("b", () -> DONE);
        await().until(() -> executor.inFlight() == 1);

        assertThat(executor.room(2).toCompletableFuture()).isDone();
        CompletableFuture<Void> room = executor.room(1).toCompletableFuture();
        assertThat(room).isNotDone();
        release.countDown();
        assertThat(room).succeedsWithin(Duration.ofSeconds(60));
    }

    @Test
    void drainingWaitsForEveryTask() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        executor.submit("a", () -> awaiting(release));
        executor.submit("a", () -> logging("last"));

        assertThat(executor.drain(Duration.ofMillis(20))).isFalse();
        release.countDown();
        assertThat(executor.drain(Duration.ofSeconds(60))).isTrue();
        assertThat(log).containsExactly("last");
    }

    @Test
    void afterStoppingNothingStarts() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Void> running = executor.submit("a", () -> {
            started.countDown();
            return awaiting(release);
        });
        CompletableFuture<Void> queued = executor.submit("a", () -> logging("queued"));
        assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
        executor.stop();
        CompletableFuture<Void> late = executor.submit("b", () -> logging("late"));
        release.countDown();

        assertThat(running).succeedsWithin(Duration.ofSeconds(60));
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(queued).isNotDone();
        assertThat(late).isNotDone();
        assertThat(log).isEmpty();
    }

    @Test
    void whatComesWhileAllWorkersAreBusyIsDoneTogetherUpToTheBound() {
        CountDownLatch release = new CountDownLatch(1);
        KeyedExecutor<String> together = together(1, 4, tasks -> tasks.contains("first") ? awaiting(release) : DONE);
        together.submit("a", "first");
        await().until(() -> log.size() == 1);
        for (String task : List.of("b1", "c1", "b2", "d1", "e1")) {
            together.submit(task.substring(0, 1), task);
        }
        release.countDown();

        await().until(() -> together.inFlight() == 0);
        assertThat(log).containsExactly("[first]", "[b1, b2, c1, d1]", "[e1]");
    }

    @Test
    void noTaskWaitsForMoreToCome() {
        KeyedExecutor<String> together = together(1, 100, tasks -> DONE);

        assertThat(together.submit("a", "alone")).succeedsWithin(Duration.ofSeconds(60));
        assertThat(log).containsExactly("[alone]");
    }

    @Test
    void whatComesWhileOneWorkerIsBusyIsTakenByAnotherUnlessItIsOfTheSameKey() {
        CountDownLatch release = new CountDownLatch(1);
        KeyedExecutor<String> together = together(2, 100, tasks -> tasks.contains("a1") ? awaiting(release) : DONE);
        together.submit("a", "a1");
        await().until(() -> log.size() == 1);

        assertThat(together.submitAll(Map.of("b1", "b"))).succeedsWithin(Duration.ofSeconds(60));
        CompletableFuture<Void> behind = together.submit("a", "a2");
        assertThat(together.submit("c", "c1")).succeedsWithin(Duration.ofSeconds(60));
        assertThat(behind).isNotDone();
        release.countDown();

        assertThat(behind).succeedsWithin(Duration.ofSeconds(60));
        assertThat(log).containsExactly("[a1]", "[b1]", "[c1]", "[a2]");
    }

    @Test
    void tasksThatRunAgainTogetherKeepTheirOrderAndHoldNoWorker() {
        AtomicInteger runs = new AtomicInteger();
        KeyedExecutor<String> together =
                together(1, 100, tasks -> tasks.contains("a1") && runs.incrementAndGet() == 1 ? AGAIN : DONE);
        together.submit("a", "a1");
        await().until(() -> runs.get() == 1);
        together.submit("a", "a2");

        assertThat(together.submit("b", "b1")).succeedsWithin(Duration.ofSeconds(60));
        await().until(() -> timer.waiting() == 1);
        timer.letGo();
        await().until(() -> together.inFlight() == 0);
        assertThat(log).containsExactly("[a1]", "[b1]", "[a1, a2]");
    }

    /** A timer whose delays are over when the test says so. */
    private static final class HeldTimer extends ScheduledThreadPoolExecutor {
        private final BlockingQueue<Runnable> held = new LinkedBlockingQueue<>();

        HeldTimer() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            held.add(task);
            return super.schedule(() -> {}, 1, TimeUnit.DAYS);
        }

        int waiting() {
            return held.size();
        }

        void letGo() {
            for (Runnable task = held.poll(); task != null; task = held.poll()) {
                super.schedule(task, 0, TimeUnit.NANOSECONDS);
            }
        }
    }

    private KeyedExecutor<String> together(int workers, int most, Work<String> work) {
        return new KeyedExecutor<>(threads, timer, workers, most, tasks -> {
            log.add(tasks.toString());
            return work.run(tasks);
        });
    }

    private Verdict logging(String line) {
        log.add(line);
        return DONE;
    }

    private static Verdict awaiting(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return DONE;
    }
}
