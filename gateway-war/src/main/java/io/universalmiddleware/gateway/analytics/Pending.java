package io.universalmiddleware.gateway.analytics;

import io.universalmiddleware.gateway.traffic.Askers;
import io.universalmiddleware.gateway.traffic.Histogram;
import io.universalmiddleware.gateway.traffic.LogEntry;
import io.universalmiddleware.gateway.traffic.Tally;
import io.universalmiddleware.gateway.traffic.Window;
import io.universalmiddleware.persistence.analytics.TrafficCount;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What has been recorded and is not on its way to the store yet. Bounded: counts beyond a number are kept by the hour
 * instead of the minute, entries for the log beyond a number are dropped. Used by one thread.
 */
final class Pending {
    /** Whose count. */
    private record Key(Instant at, String tenant, String route, String origin, int status) {
        Key ofHour() {
            return new Key(at.truncatedTo(ChronoUnit.HOURS), tenant, route, origin, status);
        }
    }

    /** A count. */
    private static final class Sum {
        private final Histogram durations = new Histogram();
        private long received;
        private long sent;
        private long micros;

        void add(Sum other) {
            durations.add(other.durations);
            received += other.received;
            sent += other.sent;
            micros += other.micros;
        }
    }

    private final int mostCounts;
    private final int mostEntries;
    private final TopLists top = new TopLists();
    private Map<Key, Sum> counts = new HashMap<>();
    private List<LogEntry> entries = new ArrayList<>();
    private long droppedEntries;
    private long lostRequests;

    Pending(int mostCounts, int mostEntries) {
        this.mostCounts = mostCounts;
        this.mostEntries = mostEntries;
    }

    void add(Window window) {
        Instant at = Instant.ofEpochMilli(window.startedAt());
        Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
        for (Tally tally : window.tallies()) {
            for (Tally.Line line : tally.lines()) {
                count(new Key(minute, tally.tenant(), tally.route(), line.origin(), line.status()), line);
            }
        }
        Map<String, Askers> askers = window.askers();
        top.add(at.truncatedTo(ChronoUnit.HOURS), askers);
        int room = Math.max(0, mostEntries - entries.size());
        List<LogEntry> more = window.entries();
        entries.addAll(more.size() > room ? more.subList(0, room) : more);
        droppedEntries += Math.max(0, more.size() - room);
    }

    TopLists top() {
        return top;
    }

    /** Gives the counts away. */
    List<TrafficCount> takeCounts() {
        List<TrafficCount> taken = new ArrayList<>(counts.size());
        counts.forEach((key, sum) -> taken.add(new TrafficCount(
                key.at(),
                key.tenant(),
                key.route(),
                key.origin(),
                key.status(),
                sum.durations.count(),
                sum.received,
                sum.sent,
                sum.micros,
                sum.durations.packed())));
        counts = new HashMap<>();
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

    private void count(Key key, Tally.Line line) {
        Sum sum = counts.get(key);
        if (sum == null && counts.size() >= mostCounts) {
            counts = byHour();
            sum = counts.get(key);
        }
        if (sum == null && counts.size() >= mostCounts) {
            sum = counts.get(key.ofHour());
            if (sum == null) {
                lostRequests += line.durations().count();
                return;
            }
        }
        if (sum == null) {
            sum = new Sum();
            counts.put(key, sum);
        }
        sum.durations.add(line.durations());
        sum.received += line.received();
        sum.sent += line.sent();
        sum.micros += line.micros();
    }

    private Map<Key, Sum> byHour() {
        Map<Key, Sum> hours = new HashMap<>();
        counts.forEach((key, sum) ->
                hours.computeIfAbsent(key.ofHour(), first -> new Sum()).add(sum));
        return hours;
    }
}
