package io.universalmiddleware.gateway.traffic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A top list counts who asks most among any number of askers in bounded room.
 *
 * <p>The Space-Saving algorithm (Metwally, Agrawal and El Abbadi, 2005): a stranger takes the place of whoever has the least, and
 * inherits that count. So a count is never too small, too large by {@link Place#over} at most, and whoever asked more often than
 * one in {@code places} of all is in it. Not safe for several threads.
 */
public final class TopList {
    /** Up to so many are looked through one by one: most lists are short. */
    private static final int FEW = 8;

    private final int most;
    private Place[] places = {};
    /** Once they are more. */
    private @Nullable Map<String, Place> byKey;

    private int taken;
    private int next;
    private long least;

    /** The place of one asker. */
    public static final class Place {
        private final String key;
        private long requests;
        private long failures;
        private long bytes;
        private long over;

        Place(String key) {
            this.key = key;
        }

        public String key() {
            return key;
        }

        /** At least as many as there were; at most {@link #over} too many. */
        public long requests() {
            return requests;
        }

        /** Requests answered 4xx or 5xx, since it has this place. */
        public long failures() {
            return failures;
        }

        /** Of bodies, both ways, since it has this place. */
        public long bytes() {
            return bytes;
        }

        public long over() {
            return over;
        }
    }

    public TopList(int places) {
        most = places;
    }

    /** Counts one request. */
    public void count(String key, boolean failed, long bytes) {
        Place place = place(key);
        place.requests++;
        place.failures += failed ? 1 : 0;
        place.bytes += bytes;
    }

    /** The first of them, most requests first. */
    public List<Place> first(int wanted) {
        List<Place> sorted = new ArrayList<>(Arrays.asList(places).subList(0, taken));
        sorted.sort(Comparator.comparingLong(Place::requests).reversed().thenComparing(Place::key));
        return sorted.size() > wanted ? sorted.subList(0, wanted) : sorted;
    }

    private Place place(String key) {
        Place known = find(key);
        if (known != null) {
            return known;
        }
        Place place = new Place(key);
        if (taken < most) {
            take(place);
        } else {
            replaceLeast(place);
        }
        return place;
    }

    private @Nullable Place find(String key) {
        if (byKey != null) {
            return byKey.get(key);
        }
        for (int i = 0; i < taken; i++) {
            if (places[i].key.equals(key)) {
                return places[i];
            }
        }
        return null;
    }

    private void take(Place place) {
        if (taken == places.length) {
            places = Arrays.copyOf(places, Math.min(most, Math.max(2, 2 * taken)));
        }
        places[taken++] = place;
        if (byKey != null) {
            byKey.put(place.key, place);
        } else if (taken > FEW) {
            byKey = new HashMap<>();
            for (int i = 0; i < taken; i++) {
                byKey.put(places[i].key, places[i]);
            }
        }
    }

    private void replaceLeast(Place place) {
        int index = least();
        Place gone = places[index];
        place.requests = gone.requests;
        place.over = gone.requests;
        places[index] = place;
        if (byKey != null) {
            byKey.remove(gone.key);
            byKey.put(place.key, place);
        }
    }

    /**
     * Where the least count is. Counts never fall, so whoever had no more than the least of an earlier search still has the
     * least: a flood of strangers goes round the places once for each step of that.
     */
    private int least() {
        for (int tried = 0; tried < places.length; tried++) {
            next = next + 1 == places.length ? 0 : next + 1;
            if (places[next].requests <= least) {
                return next;
            }
        }
        for (int i = 0; i < places.length; i++) {
            if (places[i].requests < places[next].requests) {
                next = i;
            }
        }
        least = places[next].requests;
        return next;
    }
}
