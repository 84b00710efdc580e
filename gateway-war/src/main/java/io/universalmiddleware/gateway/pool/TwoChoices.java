package io.universalmiddleware.gateway.pool;

import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The power of two choices (Mitzenmacher 2001): of two candidates drawn by weight, the one whose latency times requests in flight
 * is less.
 */
final class TwoChoices implements Balancer {
    private static final int DRAWS = 4;
    /** What an unknown latency counts for once a request is in flight, in microseconds: more than any, so that others share. */
    private static final double UNKNOWN_BUSY = 1e9;

    private final Seat[] seats;
    private final int[] upTo;
    private final Warmth warmth;
    private final Surroundings surroundings;

    TwoChoices(List<Seat> among, Warmth warmth, Surroundings surroundings) {
        seats = among.toArray(Seat[]::new);
        upTo = new int[seats.length];
        int total = 0;
        for (int i = 0; i < seats.length; i++) {
            total += seats[i].weight();
            upTo[i] = total;
        }
        this.warmth = warmth;
        this.surroundings = surroundings;
    }

    @Override
    public @Nullable Seat choose(Visitor request, Predicate<Member> avoid) {
        if (seats.length == 0) {
            return null;
        }
        if (seats.length == 1) {
            return seats[0];
        }
        RandomGenerator random = surroundings.random().get();
        int first = draw(random, -1, avoid);
        int second = draw(random, first, avoid);
        long now = surroundings.ticker().getAsLong();
        return better(first, second, now, avoid);
    }

    /**
     * The better of two. Where chance has drawn one of great weight twice, another is compared with it for as much as it weighs, so
     * that nobody is chosen however bad.
     */
    private Seat better(int first, int drawn, long now, Predicate<Member> avoid) {
        boolean twice = drawn == first;
        int second = twice ? (first + 1) % seats.length : drawn;
        boolean avoidFirst = avoid.test(seats[first].member());
        boolean avoidSecond = avoid.test(seats[second].member());
        if (avoidFirst && avoidSecond) {
            return otherThan(first, avoid);
        }
        if (avoidFirst || avoidSecond) {
            return seats[avoidFirst ? second : first];
        }
        double heavier = twice ? (double) seats[first].weight() / seats[second].weight() : 1;
        return cost(seats[second].member(), now) * heavier < cost(seats[first].member(), now)
                ? seats[second]
                : seats[first];
    }

    private Seat otherThan(int any, Predicate<Member> avoid) {
        for (int i = 1; i < seats.length; i++) {
            Seat seat = seats[(any + i) % seats.length];
            if (!avoid.test(seat.member())) {
                return seat;
            }
        }
        return seats[any];
    }

    /** Draws one by weight and warmth that is another and not to be avoided, as far as a few draws find one. */
    private int draw(RandomGenerator random, int other, Predicate<Member> avoid) {
        int drawn = other;
        for (int i = 0; i < DRAWS; i++) {
            int at = at(random.nextInt(upTo[upTo.length - 1]));
            if (at != other) {
                drawn = at;
                if (!avoid.test(seats[at].member()) && warmth.takes(seats[at].member())) {
                    return at;
                }
            }
        }
        return drawn < 0 ? at(random.nextInt(upTo[upTo.length - 1])) : drawn;
    }

    private int at(int point) {
        int low = 0;
        int high = upTo.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (upTo[middle] > point) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static double cost(Member member, long now) {
        double latency = member.latency.micros(now);
        int inFlight = member.inFlight.get();
        return latency == 0 && inFlight > 0 ? UNKNOWN_BUSY + inFlight : latency * (inFlight + 1);
    }
}
