package io.universalmiddleware.gateway.analytics;

import io.universalmiddleware.gateway.filter.Caller;
import io.universalmiddleware.gateway.traffic.Askers;
import io.universalmiddleware.gateway.traffic.TopList;
import io.universalmiddleware.persistence.analytics.TopPlace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /** One of them. */
    static final class Listed {
        private final Askers askers = new Askers(PLACES);
        private boolean changed;

        /** @see Askers#count */
        void count(String client, Caller caller, boolean failed, long bytes) {
            askers.count(client, caller, failed, bytes);
            changed = true;
        }
    }

    private final Map<Key, Listed> lists = new HashMap<>();
    private Instant toldAt = Instant.EPOCH;
    private Instant over = Instant.EPOCH;

    /**
     * The list of a tenant and hour; null if there is no room for one, or the hour is over here: a list of the rest would take the
     * place of the whole one.
     */
    @Nullable
    Listed of(Instant hour, String tenant) {
        if (!hour.isAfter(over)) {
            return null;
        }
        Key key = new Key(hour, tenant);
        Listed known = lists.get(key);
        if (known == null && lists.size() < MOST_LISTS) {
            known = new Listed();
            lists.put(key, known);
        }
        return known;
    }

    /** The places of the lists that changed since they were last told, if that is a while ago. */
    List<TopPlace> due(Instant now, boolean last) {
        if (!last && now.isBefore(toldAt.plus(PAUSE))) {
            return List.of();
        }
        toldAt = now;
        List<TopPlace> places = new ArrayList<>();
        lists.forEach((key, list) -> {
            if (list.changed) {
                list.changed = false;
                add(places, key, "user", list.askers.users());
                add(places, key, "key", list.askers.keys());
                add(places, key, "address", list.askers.addresses());
            }
        });
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
