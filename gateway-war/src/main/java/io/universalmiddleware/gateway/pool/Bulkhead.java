package io.universalmiddleware.gateway.pool;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A bulkhead bounds the requests that an origin may have in flight, and those that wait for that.
 *
 * <p>Who waits is let in in the order of coming, by the thread that gives a place back. Takes no lock.
 */
final class Bulkhead {
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

        Place(Consumer<Place> go) {
            this.go = go;
        }

        private boolean move(State from, State to) {
            return state.compareAndSet(from.ordinal(), to.ordinal());
        }
    }

    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
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

    private void admitWaiting() {
        while (!queue.isEmpty() && takePlace()) {
            Place next = queue.poll();
            if (next != null && next.move(Place.State.WAITING, Place.State.TAKEN)) {
                waiting.decrementAndGet();
                next.go.accept(next);
            } else {
                // it went in between, or somebody else let it in: see whether that somebody needed this place
                inFlight.decrementAndGet();
            }
        }
    }
}
