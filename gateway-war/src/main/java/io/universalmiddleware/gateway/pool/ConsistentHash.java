package io.universalmiddleware.gateway.pool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Consistent hashing with bounded loads (Mirrokni, Thorup, Zadimoghaddam 2016).
 *
 * <p>A key goes to the first candidate after it on the ring that has less than 1.25 times its share of the requests in flight, or less than eight.
 * Everybody is on the ring, up or not, so that a target that goes moves only its own keys. A request without the key is
 * balanced like any other.
 */
final class ConsistentHash implements Balancer {
    private static final double BOUND = 1.25;
    /** So few requests in flight are no load, whatever the share. */
    private static final int NO_LOAD = 8;

    private static final int POINTS = 128;
    private static final int MOST_POINTS = 65_536;

    private final HashKey key;
    private final Balancer other;
    private final long[] points;
    private final Seat[] owners;
    private final boolean[] candidates;
    private final List<Seat> among;
    private final int totalWeight;

    ConsistentHash(HashKey key, List<Seat> seats, List<Seat> among, Balancer other) {
        this.key = key;
        this.other = other;
        this.among = among;
        totalWeight = among.stream().mapToInt(Seat::weight).sum();
        record Point(long hash, Seat owner) {}
        List<Point> ring = new ArrayList<>();
        int heaviest = seats.stream().mapToInt(Seat::weight).max().orElse(1);
        int each = Math.min(POINTS, Math.max(8, MOST_POINTS / Math.max(1, seats.size())));
        for (Seat seat : seats) {
            int of = seat.weight() == 0 ? 0 : Math.max(1, (int) Math.round((double) each * seat.weight() / heaviest));
            for (int i = 0; i < of; i++) {
                ring.add(new Point(hash(seat.member().id + '#' + i), seat));
            }
        }
        ring.sort(Comparator.comparingLong(Point::hash));
        points = ring.stream().mapToLong(Point::hash).toArray();
        owners = ring.stream().map(Point::owner).toArray(Seat[]::new);
        Set<Seat> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.addAll(among);
        candidates = new boolean[owners.length];
        for (int i = 0; i < owners.length; i++) {
            candidates[i] = known.contains(owners[i]);
        }
    }

    @Override
    public @Nullable Seat choose(Visitor request, Predicate<Member> avoid) {
        String value = key.of(request);
        if (value == null || among.isEmpty()) {
            return other.choose(request, avoid);
        }
        int start = after(hash(value));
        int inFlight = 1;
        for (Seat seat : among) {
            inFlight += seat.member().inFlight.get();
        }
        for (int i = 0; i < owners.length; i++) {
            int at = (start + i) % owners.length;
            Seat owner = owners[at];
            if (candidates[at]
                    && !avoid.test(owner.member())
                    && owner.member().inFlight.get() < bound(owner, inFlight)) {
                return owner;
            }
        }
        return other.choose(request, avoid);
    }

    /** How many requests a candidate may have when there are so many in all, rounded up. */
    private double bound(Seat seat, int inFlight) {
        return Math.max(NO_LOAD, Math.ceil(BOUND * inFlight * seat.weight() / totalWeight));
    }

    private int after(long hash) {
        int low = 0;
        int high = points.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (points[middle] < hash) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low % points.length;
    }

    /** FNV-1a, and a finalizer (of MurmurHash3) that spreads what it leaves close together. */
    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
