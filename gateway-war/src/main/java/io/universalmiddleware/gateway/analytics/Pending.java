package io.universalmiddleware.gateway.analytics;

import io.universalmiddleware.gateway.traffic.Histogram;
import io.universalmiddleware.gateway.traffic.LogEntry;
import io.universalmiddleware.gateway.traffic.Measured;
import io.universalmiddleware.gateway.traffic.Window;
import io.universalmiddleware.persistence.analytics.TrafficCount;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has been recorded and is not on its way to the store yet. Bounded: counts beyond a number are kept by the hour
 * instead of the minute, entries for the log beyond a number are dropped. Used by one thread at a time.
 */
final class Pending {
    private static final int MOST_STATUSES = 48;

    /** Whose count. */
    private record Key(Instant at, String tenant, String route, String origin, int status) {
        Key ofHour() {
            return new Key(at.truncatedTo(ChronoUnit.HOURS), tenant, route, origin, status);
        }
    }

    /** A count. */
    private static final class Sum {
        private final Key key;
        private final Histogram durations = new Histogram();
        private long received;
        private long sent;
        private long micros;

        Sum(Key key) {
            this.key = key;
        }

        void add(long nanos, long moreReceived, long moreSent) {
            durations.record(nanos);
            micros += nanos / 1_000;
            received += moreReceived;
            sent += moreSent;
        }

        void add(Sum other) {
            durations.add(other.durations);
            received += other.received;
            sent += other.sent;
            micros += other.micros;
        }

        TrafficCount give() {
            return new TrafficCount(
                    key.at(),
                    key.tenant(),
                    key.route(),
                    key.origin(),
                    key.status(),
                    durations.count(),
                    received,
                    sent,
                    micros,
                    durations.packed());
        }
    }

    /** Where the requests of one owner are counted now, so that not each is looked for by name. */
    private static final class Place {
        private final List<Sum> sums = new ArrayList<>(1);
        private final TopLists.@Nullable Listed askers;

        Place(TopLists.@Nullable Listed askers) {
            this.askers = askers;
        }

        @Nullable
        Sum find(String origin, int status) {
            for (int i = 0; i < sums.size(); i++) {
                Sum sum = sums.get(i);
                if (sum.key.status() == status && sum.key.origin().equals(origin)) {
                    return sum;
                }
            }
            return null;
        }
    }

    private final int mostCounts;
    private final int mostEntries;
    private final TopLists top = new TopLists();
    /** Those that have waited longest first. */
    private Map<Key, Sum> counts = new LinkedHashMap<>();

    private final Map<Measured, Place> places = new IdentityHashMap<>();
    private Instant minute = Instant.EPOCH;
    /** In which minute counts were last put together by the hour. */
    private Instant packed = Instant.EPOCH;

    private List<LogEntry> entries = new ArrayList<>();
    private long droppedEntries;
    private long lostRequests;

    Pending(int mostCounts, int mostEntries) {
        this.mostCounts = mostCounts;
        this.mostEntries = mostEntries;
    }

    void add(Window window) {
        Instant now = Instant.ofEpochMilli(window.startedAt()).truncatedTo(ChronoUnit.MINUTES);
        if (!now.equals(minute) || places.size() > mostCounts) {
            places.clear();
            minute = now;
        }
        for (int line = 0; line < window.lines(); line++) {
            add(window, line);
        }
        lostRequests += window.requests() - window.lines();
        int room = Math.max(0, mostEntries - entries.size());
        List<LogEntry> more = window.entries();
        entries.addAll(more.size() > room ? more.subList(0, room) : more);
        droppedEntries += Math.max(0, more.size() - room);
    }

    TopLists top() {
        return top;
    }

    /** How many counts there are. */
    int counts() {
        return counts.size();
    }

    /** Forgets what stands for routes and tenants, so that no configuration that is over is kept. */
    void forgetOwners() {
        places.clear();
    }

    /** Gives so many counts away. */
    List<TrafficCount> takeCounts(int most) {
        places.clear();
        List<TrafficCount> taken = new ArrayList<>(Math.min(most, counts.size()));
        Iterator<Sum> waiting = counts.values().iterator();
        while (taken.size() < most && waiting.hasNext()) {
            taken.add(waiting.next().give());
            waiting.remove();
        }
        return taken;
    }

    /** Gives the entries away. */
    List<LogEntry> takeEntries() {
        List<LogEntry> taken = entries;
        entries = new ArrayList<>();
        return taken;
    }

    /** Entries dropped since this was last asked. */
    long takeDropped() {
        long dropped = droppedEntries;
        droppedEntries = 0;
        return dropped;
    }

    /** Requests whose counts were lost since this was last asked: even by the hour there was no room for them. */
    long takeLost() {
        long lost = lostRequests;
        lostRequests = 0;
        return lost;
    }

    private void add(Window window, int line) {
        Measured owner = window.owner(line);
        Place place = places.get(owner);
        if (place == null) {
            place = new Place(top.of(minute.truncatedTo(ChronoUnit.HOURS), owner.tenant()));
            places.put(owner, place);
        }
        int status = window.status(line);
        Sum sum = sum(place, owner, window.origin(line), status);
        if (sum == null) {
            lostRequests++;
        } else {
            sum.add(window.nanos(line), window.received(line), window.sent(line));
        }
        if (place.askers != null) {
            long bytes = window.received(line) + window.sent(line);
            place.askers.count(window.client(line), window.caller(line), status >= 400, bytes);
        }
    }

    /** An origin may answer with any status: those beyond the most count as the first of their class. Null if there is no room. */
    private @Nullable Sum sum(Place place, Measured owner, String origin, int status) {
        Sum known = place.find(origin, status);
        if (known != null) {
            return known;
        }
        int first = status / 100 * 100;
        if (place.sums.size() >= MOST_STATUSES && status != first) {
            return sum(place, owner, origin, first);
        }
        Sum sum = sum(new Key(minute, owner.tenant(), owner.route(), origin, status));
        if (sum != null) {
            place.sums.add(sum);
        }
        return sum;
    }

    private @Nullable Sum sum(Key key) {
        Sum sum = counts.get(key);
        if (sum == null && counts.size() >= mostCounts && !minute.equals(packed)) {
            packed = minute;
            counts = byHour();
            sum = counts.get(key);
        }
        if (sum == null && counts.size() >= mostCounts) {
            return counts.get(key.ofHour());
        }
        return sum == null ? counts.computeIfAbsent(key, Sum::new) : sum;
    }

    private Map<Key, Sum> byHour() {
        places.clear();
        Map<Key, Sum> hours = new LinkedHashMap<>();
        counts.values()
                .forEach(
                        sum -> hours.computeIfAbsent(sum.key.ofHour(), Sum::new).add(sum));
        return hours;
    }
}
