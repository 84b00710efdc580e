package io.universalmiddleware.gateway.caching;

import io.universalmiddleware.gateway.caching.fill.Asking;
import io.universalmiddleware.gateway.caching.fill.Flights;
import io.universalmiddleware.gateway.caching.fill.Reply;
import io.universalmiddleware.gateway.caching.fill.Wanted;
import io.universalmiddleware.gateway.caching.rule.Storing;
import io.universalmiddleware.gateway.caching.store.CacheKey;
import io.universalmiddleware.gateway.caching.store.NearStore;
import io.universalmiddleware.gateway.caching.store.SharedStore;
import io.universalmiddleware.gateway.caching.store.StoredResponse;
import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Caller;
import io.universalmiddleware.gateway.filter.OriginRequest;
import io.universalmiddleware.gateway.http.FieldList;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

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
                definition.wishes(),
                isIdentified(call),
                definition.key().caller(),
                definition.cookies(),
                call.hidden());
    }

    /** Whether the request is of somebody whose answers could not be stored a moment ago. */
    boolean isForOneAlone(Call call, CacheKey key) {
        return isIdentified(call) && near.find(key.identified()) != null;
    }

    /** Whoever is known to the edge counts like whoever says so himself. */
    private static boolean isIdentified(Call call) {
        return call.request().has("Authorization") || call.caller().kind() != Caller.Kind.ANONYMOUS;
    }

    /**
     * What a seat wants to have fetched.
     *
     * @param held what is stored already, and is not to be used without asking the origin; null if nothing is
     * @param anew whether the origin is to be asked whatever is stored
     */
    Wanted wanted(Seat seat, @Nullable StoredResponse held, boolean anew) {
        Call call = seat.call();
        OriginRequest origin = call.toOrigin().method("GET");
        Asking asking = change -> {
            change.accept(origin.request());
            statistics.fetches.increment();
            return call.origins()
                    .call(origin)
                    .thenApply(got -> new Reply(got.status(), got.fields(), got.length(), got.body()));
        };
        return new Wanted(
                seat.base(),
                seat.key(),
                seat.vary(),
                FieldList.copyOf(call.request()),
                call.route(),
                call.asked(),
                keys.query(call.query()),
                storing(call),
                definition.tags(),
                definition.maxBytes(),
                held,
                anew,
                statistics.near(),
                asking);
    }

    long now() {
        return clock.millis();
    }
}
