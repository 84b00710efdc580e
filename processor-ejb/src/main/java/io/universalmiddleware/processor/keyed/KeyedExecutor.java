package io.universalmiddleware.processor.keyed;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
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
 * Runs the tasks of a key one after the other in the order of their submission, and the tasks of different keys in parallel.
 *
 * <p>Never more tasks at once than there are workers. A key whose task runs long holds one worker; a key whose task waits to
 * run again holds none. Keys with work take turns, task by task. No task is lost: its future completes when it is done, or stays
 * open after {@link #stop()}.
 */
public final class KeyedExecutor {
    private final Executor threads;
    private final ScheduledExecutorService timer;
    private final int workers;

    // all guarded by this
    private final Map<String, Deque<Entry>> lanes = new HashMap<>();
    private final Deque<String> ready = new ArrayDeque<>();
    private final List<Gate> gates = new ArrayList<>();
    private int active;
    private int inFlight;
    private boolean stopped;

    /**
     * @param threads gives up to {@code workers} threads at once
     * @param timer tells when a delay is over; runs nothing else
     */
    public KeyedExecutor(Executor threads, ScheduledExecutorService timer, int workers) {
        this.threads = threads;
        this.timer = timer;
        this.workers = workers;
    }

    /** Adds a task to its key. The future completes, on a worker, when the task is done; exceptionally if it threw. */
    public CompletableFuture<Void> submit(String key, Task task) {
        Entry entry = new Entry(task, new CompletableFuture<>());
        boolean another;
        synchronized (this) {
            inFlight++;
            @Nullable Deque<Entry> lane = lanes.get(key);
            if (lane == null) {
                lanes.put(key, new ArrayDeque<>(List.of(entry)));
                ready.addLast(key);
            } else {
                lane.addLast(entry);
            }
            another = claimWorker();
        }
        if (another) {
            startWorker();
        }
        return entry.done();
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

    private synchronized boolean claimWorker() {
        if (stopped || active >= workers || ready.isEmpty()) {
            return false;
        }
        active++;
        return true;
    }

    private void startWorker() {
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
        for (@Nullable Turn turn = nextTurn(); turn != null; turn = nextTurn()) {
            run(turn);
        }
    }

    private synchronized @Nullable Turn nextTurn() {
        @Nullable String key = stopped ? null : ready.pollFirst();
        @Nullable Deque<Entry> lane = key == null ? null : lanes.get(key);
        if (key == null || lane == null) {
            active--;
            return null;
        }
        return new Turn(key, lane.getFirst());
    }

    private void run(Turn turn) {
        Entry entry = turn.entry();
        try {
            if (entry.task().run() instanceof Verdict.Again again) {
                wake(turn.key(), again.delay());
                return;
            }
            entry.done().complete(null);
        } catch (Throwable thrown) { // whatever it is, the key goes on
            entry.done().completeExceptionally(thrown);
        }
        finished(turn.key());
    }

    private void wake(String key, Duration delay) {
        try {
            timer.schedule(() -> resume(key), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException shutDown) {
            stop();
        }
    }

    private void resume(String key) {
        boolean another;
        synchronized (this) {
            ready.addLast(key);
            another = claimWorker();
        }
        if (another) {
            startWorker();
        }
    }

    private void finished(String key) {
        List<Gate> open = new ArrayList<>();
        synchronized (this) {
            inFlight--;
            @Nullable Deque<Entry> lane = lanes.get(key);
            if (lane != null) {
                lane.removeFirst();
                if (lane.isEmpty()) {
                    lanes.remove(key);
                } else {
                    ready.addLast(key);
                }
            }
            gates.removeIf(gate -> inFlight < gate.bound() && open.add(gate));
            notifyAll();
        }
        open.forEach(gate -> gate.opened().complete(null));
    }

    private record Entry(Task task, CompletableFuture<Void> done) {}

    private record Turn(String key, Entry entry) {}

    private record Gate(int bound, CompletableFuture<Void> opened) {}
}
