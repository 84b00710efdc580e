package io.universalmiddleware.gateway.analytics;

import io.universalmiddleware.gateway.traffic.Askers;
import io.universalmiddleware.gateway.traffic.TopList;
import io.universalmiddleware.persistence.analytics.TopPlace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who asked most on this node, of each tenant and hour. Bounded: of so many tenants and hours, so many askers; whoever comes beyond is in no list.
 * Used by one thread.
 */
final class TopLists {
    private static final int PLACES = 128;
    private static final int TOLD = 50;
    private static final int MOST_LISTS = 1_000;
    private static final Duration PAUSE = Duration.ofSeconds(15);

    /** Whose list. */
    private record Key(Instant hour, String tenant) {}

    private final Map<Key, Askers> lists = new HashMap<>();
    private final Set<Key> changed = new HashSet<>();
    private Instant toldAt = Instant.EPOCH;
    private Instant over = Instant.EPOCH;

    /** Counts more; nothing of an hour that is over here: a list of the rest would take the place of the whole one. */
    void add(Instant hour, Map<String, Askers> counted) {
        if (!hour.isAfter(over)) {
            return;
        }
        counted.forEach((tenant, askers) -> {
            Key key = new Key(hour, tenant);
            Askers known = lists.get(key);
            if (known == null && lists.size() < MOST_LISTS) {
                known = new Askers(PLACES);
                lists.put(key, known);
            }
            if (known != null) {
                known.add(askers);
                changed.add(key);
            }
        });
    }

    /** The places of the lists that changed since they were last told, if that is a while ago. */
    List<TopPlace> due(Instant now, boolean last) {
        if (changed.isEmpty() || (!last && now.isBefore(toldAt.plus(PAUSE)))) {
            return List.of();
        }
        toldAt = now;
        List<TopPlace> places = new ArrayList<>();
        for (Key key : changed) {
            Askers askers = lists.get(key);
            if (askers != null) {
                add(places, key, "user", askers.users());
                add(places, key, "key", askers.keys());
                add(places, key, "address", askers.addresses());
            }
        }
        changed.clear();
        lists.keySet().removeIf(key -> isOver(key.hour(), now));
        return places;
    }

    private boolean isOver(Instant hour, Instant now) {
        if (!hour.plus(Duration.ofHours(1)).isBefore(now.minus(Duration.ofMinutes(2)))) {
            return false;
        }
        over = hour.isAfter(over) ? hour : over;
        return true;
    }

    private static void add(List<TopPlace> places, Key key, String kind, TopList list) {
        int rank = 0;
        for (TopList.Place place : list.first(TOLD)) {
            places.add(new TopPlace(
                    key.hour(),
                    key.tenant(),
                    kind,
                    rank++,
                    Writing.asker(place.key()),
                    place.requests(),
                    place.failures(),
                    place.bytes(),
                    place.over()));
        }
    }
}
