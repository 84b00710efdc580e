package io.universalmiddleware.gateway.pool;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Smooth weighted round robin: each candidate as often as its weight says, and as evenly spread as can be.
 *
 * <p>The order of one round is laid out beforehand, so that choosing is one step of a counter.
 */
final class RoundRobin implements Balancer {
    private static final int LONGEST_ROUND = 20_000;

    private final Seat[] round;
    private final AtomicLong cursor;
    private final Warmth warmth;

    RoundRobin(List<Seat> among, AtomicLong cursor, Warmth warmth) {
        round = round(among);
        this.cursor = cursor;
        this.warmth = warmth;
    }

    @Override
    public @Nullable Seat choose(Visitor request, Predicate<Member> avoid) {
        if (round.length == 0) {
            return null;
        }
        Seat second = null;
        for (int i = 0; i < round.length; i++) {
            Seat seat = round[(int) Math.floorMod(cursor.getAndIncrement(), (long) round.length)];
            if (!avoid.test(seat.member())) {
                if (warmth.takes(seat.member())) {
                    return seat;
                }
                second = seat;
            } else if (second == null) {
                second = seat;
            }
        }
        return second;
    }

    /** Each step everybody gains its weight, and who has most is next and pays the total. */
    private static Seat[] round(List<Seat> among) {
        int[] weights = reduced(among);
        int total = 0;
        for (int weight : weights) {
            total += weight;
        }
        Seat[] round = new Seat[total];
        long[] credit = new long[weights.length];
        for (int step = 0; step < total; step++) {
            int most = 0;
            for (int i = 0; i < weights.length; i++) {
                credit[i] += weights[i];
                most = credit[i] > credit[most] ? i : most;
            }
            credit[most] -= total;
            round[step] = among.get(most);
        }
        return round;
    }

    /** The weights without their common factor, and made smaller if a round would still be too long. */
    private static int[] reduced(List<Seat> among) {
        int factor = 0;
        long total = 0;
        for (Seat seat : among) {
            factor = divisor(seat.weight(), factor);
            total += seat.weight();
        }
        int common = Math.max(1, factor);
        long shrink = Math.max(1, (total / common + LONGEST_ROUND - 1) / LONGEST_ROUND);
        return among.stream()
                .mapToInt(seat -> (int) Math.max(1, seat.weight() / common / shrink))
                .toArray();
    }

    private static int divisor(int a, int b) {
        return b == 0 ? a : divisor(b, a % b);
    }
}
