package io.universalmiddleware.gateway.pool;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bulkhead bounds the requests that an origin may have in flight, and those that wait for that.
 *
 * <p>Who waits is let in in the order of coming, by the thread that gives a place back. Takes no lock.
 */
final class Bulkhead {
    private static final Logger LOG = LoggerFactory.getLogger(Bulkhead.class);

    /** One that wants a place, once. */
    static final class Place {
        private enum State {
            NEW,
            WAITING,
            TAKEN,
            GONE
        }

        private final AtomicInteger state = new AtomicInteger(State.NEW.ordinal());
        private final Consumer<Place> go;
        private final Runnable late;
        private final long sinceNanos;

        /**
         * @param go is told once it has its place
         * @param late is told instead when it has waited for too long
         */
        Place(Consumer<Place> go, Runnable late, long nowNanos) {
            this.go = go;
            this.late = late;
            sinceNanos = nowNanos;
        }

        private boolean move(State from, State to) {
            return state.compareAndSet(from.ordinal(), to.ordinal());
        }
    }

    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger noticed = new AtomicInteger();
    private final Queue<Place> queue = new ConcurrentLinkedQueue<>();
    private volatile BulkheadConfig config;

    Bulkhead(BulkheadConfig config) {
        this.config = config;
    }

    void configure(BulkheadConfig changed) {
        config = changed;
        admitWaiting();
    }

    /** Lets it go on now or later; false if too many wait already. */
    boolean enter(Place place) {
        if (waiting.get() == 0 && takePlace()) {
            place.move(Place.State.NEW, Place.State.TAKEN);
            place.go.accept(place);
            return true;
        }
        if (waiting.incrementAndGet() > config.queue()) {
            waiting.decrementAndGet();
            // nobody may wait, but a place may have become free since
            if (config.queue() == 0 && takePlace()) {
                place.move(Place.State.NEW, Place.State.TAKEN);
                place.go.accept(place);
                return true;
            }
            return false;
        }
        place.move(Place.State.NEW, Place.State.WAITING);
        queue.add(place);
        admitWaiting();
        return true;
    }

    /** Gives the place back, or gives up waiting for one. Does nothing the second time. */
    void leave(Place place) {
        if (place.move(Place.State.TAKEN, Place.State.GONE)) {
            inFlight.decrementAndGet();
            admitWaiting();
        } else if (place.move(Place.State.WAITING, Place.State.GONE)) {
            waiting.decrementAndGet();
            queue.remove(place);
        }
    }

    /**
     * Sends those away who have waited for too long.
     *
     * @return when the next will have; at the latest {@code otherwise}
     */
    long expire(long nowNanos, long otherwise) {
        long most = config.longest().toNanos();
        Place first = queue.peek();
        while (first != null && nowNanos - first.sinceNanos >= most) {
            if (first.move(Place.State.WAITING, Place.State.GONE)) {
                waiting.decrementAndGet();
                first.late.run();
            }
            queue.remove(first);
            first = queue.peek();
        }
        return first != null && first.sinceNanos + most - otherwise < 0 ? first.sinceNanos + most : otherwise;
    }

    int inFlight() {
        return inFlight.get();
    }

    int waiting() {
        return waiting.get();
    }

    private boolean takePlace() {
        int most = config.inFlight();
        int now;
        do {
            now = inFlight.get();
            if (now >= most) {
                return false;
            }
        } while (!inFlight.compareAndSet(now, now + 1));
        return true;
    }

    /** One thread at a time lets others in, however many have noticed that there is room; so nobody does it within itself. */
    private void admitWaiting() {
        if (noticed.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            while (!queue.isEmpty() && takePlace()) {
                admitNext();
            }
            seen = noticed.addAndGet(-seen);
        } while (seen != 0);
    }

    private void admitNext() {
        Place next = queue.poll();
        if (next == null || !next.move(Place.State.WAITING, Place.State.TAKEN)) {
            inFlight.decrementAndGet();
            return;
        }
        waiting.decrementAndGet();
        try {
            next.go.accept(next);
        } catch (RuntimeException fault) {
            LOG.error("A request that waited for its origin could not go on", fault);
            leave(next);
        }
    }
}
