package io.universalmiddleware.contracts.keyed;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Does the tasks of a key in the order of their submission, and those of different keys in parallel.
 *
 * <p>A worker takes what is there, of several keys up to a bound, and waits for no more to come: few tasks are done one by one at
 * once, many together. Never more workers than were asked for. A key whose task runs long holds one worker; a key whose task waits to
 * run again holds none. Keys with work take turns. No task is lost: its future completes when it is done, or stays open after {@link
 * #stop()}.
 */
public final class KeyedExecutor<T> {
    private final Executor threads;
    private final ScheduledExecutorService timer;
    private final int workers;
    private final int most;
    private final Work<T> work;

    // all guarded by this
    private final Map<String, Lane<T>> lanes = new HashMap<>();
    private final Deque<Lane<T>> ready = new ArrayDeque<>();
    private final List<Gate> gates = new ArrayList<>();
    private int active;
    private int inFlight;
    private boolean stopped;

    /**
     * @param threads gives up to {@code workers} threads at once
     * @param timer tells when a delay is over; runs nothing else
     * @param most a worker takes at most so many tasks together
     */
    public KeyedExecutor(Executor threads, ScheduledExecutorService timer, int workers, int most, Work<T> work) {
        this.threads = threads;
        this.timer = timer;
        this.workers = workers;
        this.most = most;
        this.work = work;
    }

    /** Does tasks one at a time, each by itself. */
    public static KeyedExecutor<Task> ofTasks(Executor threads, ScheduledExecutorService timer, int workers) {
        return new KeyedExecutor<>(threads, timer, workers, 1, one -> one.get(0).run());
    }

    /** Adds a task to its key. The future completes, on a worker, when the task is done; exceptionally if it threw. */
    public CompletableFuture<Void> submit(String key, T task) {
        return submitAll(Map.of(task, key));
    }

    /**
     * Adds tasks to their keys, in the order in which the map gives them.
     *
     * @param keys the key of each task
     * @return completes, on a worker, when all are done; exceptionally if one threw
     */
    public CompletableFuture<Void> submitAll(Map<T, String> keys) {
        CompletableFuture<?>[] done = new CompletableFuture<?>[keys.size()];
        synchronized (this) {
            int i = 0;
            for (Map.Entry<T, String> each : keys.entrySet()) {
                CompletableFuture<Void> future = new CompletableFuture<>();
                done[i++] = future;
                add(each.getValue(), new Entry<>(each.getKey(), future));
            }
        }
        startWorker();
        return CompletableFuture.allOf(done);
    }

    /** How many tasks are submitted and not done. */
    public synchronized int inFlight() {
        return inFlight;
    }

    /** Completes as soon as fewer than so many tasks are in flight. */
    public synchronized CompletionStage<Void> room(int bound) {
        Gate gate = new Gate(bound, new CompletableFuture<>());
        if (inFlight < bound) {
            gate.opened().complete(null);
        } else {
            gates.add(gate);
        }
        return gate.opened();
    }

    /**
     * Waits until every task is done.
     *
     * @return false if the time was too short
     */
    public synchronized boolean drain(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (inFlight > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Starts no task any more; those that run go on to their end. */
    public synchronized void stop() {
        stopped = true;
    }

    /** Guarded by this. */
    private void add(String key, Entry<T> entry) {
        inFlight++;
        @Nullable Lane<T> lane = lanes.get(key);
        if (lane == null) {
            Lane<T> fresh = new Lane<>(key, new ArrayDeque<>(List.of(entry)));
            lanes.put(key, fresh);
            ready.addLast(fresh);
        } else {
            lane.waiting().addLast(entry);
        }
    }

    /** Starts a worker, if one may and has something to do. */
    private void startWorker() {
        synchronized (this) {
            if (stopped || active >= workers || ready.isEmpty()) {
                return;
            }
            active++;
        }
        try {
            threads.execute(this::work);
        } catch (RejectedExecutionException shutDown) {
            synchronized (this) {
                active--;
                stopped = true;
            }
        }
    }

    private void work() {
        for (List<Turn<T>> turns = next(); !turns.isEmpty(); turns = next()) {
            startWorker(); // for what this one has left
            run(turns);
        }
    }

    private synchronized List<Turn<T>> next() {
        List<Turn<T>> turns = new ArrayList<>();
        int room = most;
        while (!stopped && room > 0 && !ready.isEmpty()) {
            Lane<T> lane = ready.removeFirst();
            List<Entry<T>> taken = new ArrayList<>(Math.min(room, lane.waiting().size()));
            for (Iterator<Entry<T>> each = lane.waiting().iterator(); each.hasNext() && taken.size() < room; ) {
                taken.add(each.next());
            }
            room -= taken.size();
            turns.add(new Turn<>(lane, taken));
        }
        if (turns.isEmpty()) {
            active--;
        }
        return turns;
    }

    private void run(List<Turn<T>> turns) {
        List<T> tasks = turns.stream()
                .flatMap(turn -> turn.taken().stream())
                .map(Entry::task)
                .toList();
        @Nullable Throwable failure = null;
        try {
            if (work.run(tasks) instanceof Verdict.Again again) {
                wake(turns, again.delay());
                return;
            }
        } catch (Throwable thrown) { // whatever it is, the keys go on
            failure = thrown;
        }
        for (Turn<T> turn : turns) {
            for (Entry<T> entry : turn.taken()) {
                entry.end(failure);
            }
        }
        finished(turns);
    }

    private void wake(List<Turn<T>> turns, Duration delay) {
        try {
            timer.schedule(() -> resume(turns), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException shutDown) {
            stop();
        }
    }

    private void resume(List<Turn<T>> turns) {
        synchronized (this) {
            turns.forEach(turn -> ready.addLast(turn.lane()));
        }
        startWorker();
    }

    private void finished(List<Turn<T>> turns) {
        List<Gate> open = new ArrayList<>();
        synchronized (this) {
            for (Turn<T> turn : turns) {
                Lane<T> lane = turn.lane();
                turn.taken().forEach(entry -> lane.waiting().removeFirst());
                inFlight -= turn.taken().size();
                if (lane.waiting().isEmpty()) {
                    lanes.remove(lane.key());
                } else {
                    ready.addLast(lane);
                }
            }
            gates.removeIf(gate -> inFlight < gate.bound() && open.add(gate));
            notifyAll();
        }
        open.forEach(gate -> gate.opened().complete(null));
    }

    /** A lane is a key and its tasks, those that are being done included. */
    private record Lane<T>(String key, Deque<Entry<T>> waiting) {}

    private record Entry<T>(T task, CompletableFuture<Void> done) {
        void end(@Nullable Throwable failure) {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        }
    }

    /** What a worker has taken of a key. */
    private record Turn<T>(Lane<T> lane, List<Entry<T>> taken) {}

    private record Gate(int bound, CompletableFuture<Void> opened) {}
}
