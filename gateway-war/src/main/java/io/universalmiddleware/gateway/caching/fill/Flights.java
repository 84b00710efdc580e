package io.universalmiddleware.gateway.caching.fill;

import io.universalmiddleware.gateway.caching.store.CacheKey;
import io.universalmiddleware.gateway.caching.store.NearStore;
import io.universalmiddleware.gateway.caching.store.SharedStore;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The flights of a node: one for a key. */
public final class Flights {
    private final ConcurrentHashMap<CacheKey, Flight> flying = new ConcurrentHashMap<>();
    private final NearStore near;
    private final SharedStore shared;
    private final FillBudget budget;
    private final Duration patience;
    private final Clock clock;

    /** @param patience how long to wait for another node that fetches the same */
    public Flights(NearStore near, SharedStore shared, FillBudget budget, Duration patience, Clock clock) {
        this.near = near;
        this.shared = shared;
        this.budget = budget;
        this.patience = patience;
        this.clock = clock;
    }

    /** The flight for what is wanted: the one under way, or a new one. */
    public Boarding board(Wanted wanted) {
        Flight fresh = new Flight(near.position(), clock.millis(), new CompletableFuture<>());
        Flight known = flying.putIfAbsent(wanted.key(), fresh);
        if (known != null) {
            return new Boarding(known, false);
        }
        new Fetching(this, wanted, fresh).begin();
        return new Boarding(fresh, true);
    }

    /** Whether one is under way. */
    public boolean isFlying(CacheKey key) {
        return flying.containsKey(key);
    }

    /** Nobody boards it any more. */
    public void close(CacheKey key, Flight flight) {
        flying.remove(key, flight);
    }

    /** Whoever wants the variant boards this one too. */
    void alsoUnder(CacheKey key, Flight flight) {
        flying.putIfAbsent(key, flight);
    }

    public int size() {
        return flying.size();
    }

    NearStore near() {
        return near;
    }

    SharedStore shared() {
        return shared;
    }

    FillBudget budget() {
        return budget;
    }

    Duration patience() {
        return patience;
    }

    Clock clock() {
        return clock;
    }

    /**
     * A place on a flight.
     *
     * @param first whether it is whoever began it: an answer that is for one alone is its
     */
    public record Boarding(Flight flight, boolean first) {}
}
