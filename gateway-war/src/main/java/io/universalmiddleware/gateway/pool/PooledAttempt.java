package io.universalmiddleware.gateway.pool;

import java.util.concurrent.atomic.AtomicBoolean;

/** An attempt with one member of an origin's pool, which holds one of the origin's places until it has ended. */
final class PooledAttempt implements Attempt {
    private final OriginPool pool;
    private final Seat seat;
    private final Visitor visitor;
    private final Bulkhead.Place place;
    private final Breaker.Phase phase;
    private final long began;
    private final AtomicBoolean told = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();

    PooledAttempt(OriginPool pool, Seat seat, Visitor visitor, Bulkhead.Place place, Breaker.Phase phase, long began) {
        this.pool = pool;
        this.seat = seat;
        this.visitor = visitor;
        this.place = place;
        this.phase = phase;
        this.began = began;
        seat.member().inFlight.incrementAndGet();
    }

    @Override
    public Target target() {
        return seat.target();
    }

    @Override
    public void answered(int status) {
        if (told.compareAndSet(false, true)) {
            pool.answered(seat.member(), phase, status, pool.now() - began);
        }
    }

    @Override
    public void chosen() {
        pool.keep(visitor, seat.member());
    }

    @Override
    public void failed(Fault fault) {
        if (told.compareAndSet(false, true)) {
            pool.failed(seat.member(), phase, fault);
        }
    }

    @Override
    public void streams() {
        pool.left(place);
    }

    @Override
    public void ended() {
        if (told.compareAndSet(false, true)) {
            pool.abandoned(phase);
        }
        if (over.compareAndSet(false, true)) {
            seat.member().inFlight.decrementAndGet();
            pool.left(place);
        }
    }
}
