package io.universalmiddleware.command.intake;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The waiting room holds pending commands until a writer takes them, in the order in which they came.
 *
 * <p>It is bounded by count, by bytes, and by time: while the one in front has waited for longer than a patience nobody else
 * is let in, since whoever came now would wait even longer.
 */
final class WaitingRoom {
    /**
     * How much it holds, and how much of it one writer takes at a time.
     *
     * @param patience the longest wait
     */
    record Limits(int commands, long bytes, Duration patience, int batchCommands, long batchBytes) {}

    private record Waiting(PendingCommand command, long since) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition someoneCame = lock.newCondition();
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private final Limits limits;
    private final LongSupplier nanos;
    private long bytes;
    private boolean closed;

    /** @param nanos a clock that only goes forward */
    WaitingRoom(Limits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
    }

    /** Lets a command in; false if there is no room for it, or nobody is to come any more. */
    boolean enter(PendingCommand command) {
        long now = nanos.getAsLong();
        lock.lock();
        try {
            if (closed || queue.size() >= limits.commands() || bytes + command.bytes() > limits.bytes()) {
                return false;
            }
            @Nullable Waiting front = queue.peekFirst();
            if (front != null && isOverdue(front, now)) {
                return false;
            }
            queue.addLast(new Waiting(command, now));
            bytes += command.bytes();
            someoneCame.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what waits, up to a batch, waiting for the first to come.
     *
     * @return empty once the room is closed and nobody is left in it
     */
    Batch take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty() && !closed) {
                someoneCame.await();
            }
            return next();
        } finally {
            lock.unlock();
        }
    }

    private Batch next() {
        long now = nanos.getAsLong();
        List<PendingCommand> due = new ArrayList<>();
        List<PendingCommand> overdue = new ArrayList<>();
        long taken = 0;
        @Nullable Waiting front = queue.peekFirst();
        while (front != null && due.size() < limits.batchCommands() && (due.isEmpty() || taken < limits.batchBytes())) {
            queue.removeFirst();
            bytes -= front.command().bytes();
            if (isOverdue(front, now)) {
                overdue.add(front.command());
            } else {
                due.add(front.command());
                taken += front.command().bytes();
            }
            front = queue.peekFirst();
        }
        if (front != null) {
            someoneCame.signal();
        }
        return new Batch(due, overdue);
    }

    /** Takes out those who have waited for too long, so that they need not wait for a writer that is held up. */
    List<PendingCommand> expel() {
        long now = nanos.getAsLong();
        List<PendingCommand> overdue = new ArrayList<>();
        lock.lock();
        try {
            @Nullable Waiting front = queue.peekFirst();
            while (front != null && isOverdue(front, now)) {
                queue.removeFirst();
                bytes -= front.command().bytes();
                overdue.add(front.command());
                front = queue.peekFirst();
            }
            return overdue;
        } finally {
            lock.unlock();
        }
    }

    private boolean isOverdue(Waiting waiting, long now) {
        return now - waiting.since() > limits.patience().toNanos();
    }

    /** Lets nobody in any more; writers take who is left. */
    void close() {
        lock.lock();
        try {
            closed = true;
            someoneCame.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * What a writer takes.
     *
     * @param due to be written
     * @param overdue have waited for too long, and are not to be written
     */
    record Batch(List<PendingCommand> due, List<PendingCommand> overdue) {
        boolean isEmpty() {
            return due.isEmpty() && overdue.isEmpty();
        }
    }
}
