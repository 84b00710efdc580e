package io.universalmiddleware.gateway.traffic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** A window is what one event loop recorded in about a second. Nobody changes it once it is handed over. */
public final class Window {
    private static final int PLACES = 128;
    private static final int MOST_TENANTS = 1_000;

    private final long startedAt;
    private final Map<Object, Tally> tallies;
    private final Map<String, Askers> askers;
    private final List<LogEntry> entries = new ArrayList<>();
    private long requests;
    private long unsampled;
    private long shed;

    Window(long startedAt) {
        this(startedAt, 0, 0);
    }

    private Window(long startedAt, int owners, int tenants) {
        this.startedAt = startedAt;
        tallies = new IdentityHashMap<>(owners);
        askers = new HashMap<>(tenants * 4 / 3 + 1);
    }

    /** The one after this: with room for as many, so that nothing grows while it is filled. */
    Window next(long now) {
        return new Window(now, tallies.size(), askers.size());
    }

    /** In milliseconds since 1970. */
    public long startedAt() {
        return startedAt;
    }

    public Collection<Tally> tallies() {
        return tallies.values();
    }

    /** By tenants; of a thousand tenants at most. */
    public Map<String, Askers> askers() {
        return askers;
    }

    public List<LogEntry> entries() {
        return entries;
    }

    /** How many requests ended: as many as there are entries, and were not to be kept, and could not be. */
    public long requests() {
        return requests;
    }

    /** Of how many the route does not want an entry. */
    public long unsampled() {
        return unsampled;
    }

    /** For how many entries there was no room. */
    public long shed() {
        return shed;
    }

    void count(Passed request) {
        requests++;
        Object owner = request.owner();
        Tally tally = tallies.get(owner);
        if (tally == null) {
            tally = new Tally(request.tenant(), request.route());
            tallies.put(owner, tally);
        }
        tally.count(request);
        Askers known = askers.get(request.tenant());
        if (known == null && askers.size() < MOST_TENANTS) {
            known = new Askers(PLACES);
            askers.put(request.tenant(), known);
        }
        if (known != null) {
            known.count(request);
        }
    }

    void keep(LogEntry entry) {
        entries.add(entry);
    }

    void leaveOut() {
        unsampled++;
    }

    void shedOne() {
        shed++;
    }
}
