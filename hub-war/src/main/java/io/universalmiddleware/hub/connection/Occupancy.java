package io.universalmiddleware.hub.connection;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many connections each of some parties has, up to a number. Safe for use by several threads. */
final class Occupancy {
    private final int most;
    private final Map<String, Integer> byParty = new ConcurrentHashMap<>();

    /** @param most connections of one party */
    Occupancy(int most) {
        this.most = most;
    }

    /** Counts one more, unless the party has as many as it may. */
    boolean enter(String party) {
        if (byParty.merge(party, 1, Integer::sum) > most) {
            leave(party);
            return false;
        }
        return true;
    }

    void leave(String party) {
        byParty.computeIfPresent(party, (p, count) -> count > 1 ? count - 1 : null);
    }
}
