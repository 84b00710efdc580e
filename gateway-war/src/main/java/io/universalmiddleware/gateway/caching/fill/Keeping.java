package io.universalmiddleware.gateway.caching.fill;

import io.universalmiddleware.gateway.caching.rule.Storing;
import io.universalmiddleware.gateway.caching.rule.Vary;
import io.universalmiddleware.gateway.caching.store.CacheKey;
import io.universalmiddleware.gateway.caching.store.Lease;
import io.universalmiddleware.gateway.caching.store.NearEntry;
import io.universalmiddleware.gateway.caching.store.PurgeTags;
import io.universalmiddleware.gateway.caching.store.StoredResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeping is what becomes of a flight's answer in the stores: with the key's lease it is kept here and for all nodes, without it here alone.
 *
 * <p>The lease is renewed until it is given up, with an answer or without.
 */
final class Keeping {
    private static final Duration UNCACHEABLE_FOR = Duration.ofSeconds(5);

    private final Flights flights;
    private final Wanted wanted;
    private final Flight flight;
    private final ObjIntConsumer<Runnable> later;
    private @Nullable Lease lease;
    private volatile boolean over;

    /** @param later takes a step after some milliseconds */
    Keeping(Flights flights, Wanted wanted, Flight flight, ObjIntConsumer<Runnable> later) {
        this.flights = flights;
        this.wanted = wanted;
        this.flight = flight;
        this.later = later;
    }

    /** Has the lease from now on. */
    void hold(Lease held) {
        lease = held;
        renew(held);
    }

    /** Renews the lease no more. */
    void end() {
        over = true;
    }

    /** Keeps it here, then for all nodes; not here alone if Redis refuses it, nor what follows changes that Redis tells. */
    void store(CacheKey key, StoredResponse response, @Nullable Vary vary) {
        end();
        Lease held = lease;
        if (held == null && response.tags().stream().anyMatch(PurgeTags::isOfView)) {
            return;
        }
        NearEntry entry = flights.near()
                .put(
                        key,
                        response,
                        false,
                        flight.since(),
                        wanted.owner(),
                        flights.clock().millis());
        if (held != null) {
            boolean varies = vary != null && !vary.isNothing();
            quietly(flights.shared()
                    .fill(
                            held,
                            key,
                            response,
                            varies ? wanted.base() : null,
                            varies ? vary : null,
                            flights.clock().millis())
                    .thenAccept(kept -> {
                        if (!kept && entry != null) {
                            flights.near().drop(key, entry);
                        }
                    }));
        }
    }

    /** Remembers why nothing is kept, so that others do not wait for it. */
    void refuse(String why) {
        if (why.equals(Storing.AUTHORIZATION)) {
            flights.near().putUncacheable(wanted.key().identified(), why, wanted.owner());
            release();
            return;
        }
        flights.near().putUncacheable(wanted.key(), why, wanted.owner());
        end();
        Lease held = lease;
        if (held != null) {
            quietly(flights.shared().uncacheable(held, why, UNCACHEABLE_FOR));
        }
    }

    /** Gives the lease up with nothing. */
    void release() {
        end();
        Lease held = lease;
        if (held != null) {
            quietly(flights.shared().release(held));
        }
    }

    private void renew(Lease held) {
        later.accept(
                () -> {
                    if (!over) {
                        quietly(flights.shared().renew(held));
                        renew(held);
                    }
                },
                (int) (flights.shared().lease().toMillis() / 3));
    }

    private static void quietly(CompletableFuture<?> call) {
        var unused = call.exceptionally(away -> null); // counted where it is made; the cache goes on without
    }
}
