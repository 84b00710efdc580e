package io.universalmiddleware.cache.pushing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The push queue holds what Redis is still to have, in order, bounded in bytes: who adds to a full one waits. */
final class PushQueue {
    private final long bound;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Condition room = lock.newCondition();
    private long bytes;
    private boolean closed;

    PushQueue(long bound) {
        this.bound = bound;
    }

    /**
     * Adds all, once there is room; a batch bigger than the bound gets in alone.
     *
     * @throws InterruptedException if interrupted or closed while waiting
     */
    void add(List<Waiting> pushes) throws InterruptedException {
        long more = pushes.stream().mapToLong(p -> p.push().bytes()).sum();
        lock.lockInterruptibly();
        try {
            while (!closed && !waiting.isEmpty() && bytes + more > bound) {
                room.await();
            }
            if (closed) {
                throw new InterruptedException("the push queue is closed");
            }
            waiting.addAll(pushes);
            bytes += more;
            added.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Takes up to so many from the front; none if none come within the time. They keep their room until {@link #done}. */
    List<Waiting> take(int most, long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
            while (waiting.isEmpty() && nanos > 0) {
                nanos = added.awaitNanos(nanos);
            }
            List<Waiting> taken = new ArrayList<>(Math.min(most, waiting.size()));
            while (taken.size() < most && !waiting.isEmpty()) {
                taken.add(waiting.removeFirst());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Puts back what was taken and did not succeed, in its order, to the front. */
    void putBack(List<Waiting> pushes) {
        lock.lock();
        try {
            for (int i = pushes.size() - 1; i >= 0; i--) {
                waiting.addFirst(pushes.get(i));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives the room of what was pushed to others. */
    void done(long freed) {
        lock.lock();
        try {
            bytes -= freed;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int depth() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
