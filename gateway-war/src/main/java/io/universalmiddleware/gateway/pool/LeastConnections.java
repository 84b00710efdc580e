package io.universalmiddleware.gateway.pool;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Least connections: the candidate with the fewest requests in flight for its weight; equals take turns. */
final class LeastConnections implements Balancer {
    private final Seat[] seats;
    private final AtomicLong cursor;
    private final Warmth warmth;

    LeastConnections(List<Seat> among, AtomicLong cursor, Warmth warmth) {
        seats = among.toArray(Seat[]::new);
        this.cursor = cursor;
        this.warmth = warmth;
    }

    @Override
    public @Nullable Seat choose(Visitor request, Predicate<Member> avoid) {
        if (seats.length == 0) {
            return null;
        }
        int start = (int) Math.floorMod(cursor.getAndIncrement(), (long) seats.length);
        Seat best = null;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < seats.length; i++) {
            Seat seat = seats[(start + i) % seats.length];
            if (!avoid.test(seat.member())) {
                double load = (seat.member().inFlight.get() + 1) / (seat.weight() * warmth.of(seat.member()));
                if (load < least) {
                    least = load;
                    best = seat;
                }
            }
        }
        return best == null ? seats[start] : best;
    }
}
