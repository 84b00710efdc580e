package io.universalmiddleware.gateway.caching;

import io.universalmiddleware.gateway.caching.fill.Flights;
import io.universalmiddleware.gateway.caching.rule.Storing;
import io.universalmiddleware.gateway.caching.store.CacheKey;
import io.universalmiddleware.gateway.caching.store.NearStore;
import io.universalmiddleware.gateway.caching.store.SharedStore;
import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Caller;
import java.time.Clock;

/** What the cache of one route works with. */
record RouteCache(
        CacheDefinition definition,
        KeyStrategy keys,
        RouteStatistics statistics,
        NearStore near,
        SharedStore shared,
        Flights flights,
        Clock clock) {

    /** The rules of storing for a request. */
    Storing storing(Call call) {
        return new Storing(
                definition.wishes(), isIdentified(call), definition.key().caller(), definition.cookies());
    }

    /** Whether the request is of somebody whose answers could not be stored a moment ago. */
    boolean isForOneAlone(Call call, CacheKey key) {
        return isIdentified(call) && near.find(key.identified()) != null;
    }

    /** Whoever is known to the edge counts like whoever says so himself. */
    private static boolean isIdentified(Call call) {
        return call.request().has("Authorization") || call.caller().kind() != Caller.Kind.ANONYMOUS;
    }

    long now() {
        return clock.millis();
    }
}
