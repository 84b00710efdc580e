package io.universalmiddleware.gateway.limiting;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The limits as one node enforces them by itself while Redis is not there: of each its share, the limit divided by the live nodes.
 *
 * <p>Remembers the 100,000 counts that were used last. Safe for use by several threads.
 */
final class NodeLimits {
    private static final int MOST = 100_000;

    private final Map<String, Meter> meters = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Meter> eldest) {
            return size() > MOST;
        }
    };

    /** Decides by all limits at once: a request that one of them refuses counts at none. */
    synchronized Decision decide(LimitSet limits, String[] keys, int nodes, long now) {
        Meter[] used = new Meter[keys.length];
        int refusing = -1;
        long longest = 0;
        for (int i = 0; i < keys.length; i++) {
            Rate share = limits.get(i).rate().shareOf(nodes);
            used[i] = meters.computeIfAbsent(keys[i], key -> new Meter(share, now));
            long waiting = used[i].waiting(share, now);
            if (waiting > longest) {
                longest = waiting;
                refusing = i;
            }
        }
        if (refusing >= 0) {
            return decision(limits, refusing, used[refusing], now, longest);
        }
        int tightest = 0;
        for (int i = 0; i < keys.length; i++) {
            used[i].take();
            if (used[i].remaining(now) < used[tightest].remaining(now)) {
                tightest = i;
            }
        }
        return decision(limits, tightest, used[tightest], now, 0);
    }

    private static Decision decision(LimitSet limits, int index, Meter meter, long now, long waiting) {
        return new Decision(limits.get(index), meter.remaining(now), meter.reset(now), waiting, Decision.Source.SHARE);
    }
}
