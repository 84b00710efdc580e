package io.universalmiddleware.gateway.caching;

import io.universalmiddleware.gateway.caching.rule.Reuse;
import io.universalmiddleware.gateway.caching.store.Held;
import io.universalmiddleware.gateway.caching.store.Slot;
import io.universalmiddleware.gateway.caching.store.StoredResponse;

/** Peeking is a request that is answered from Redis if that has something usable; the cache asks no origin on its behalf. */
final class Peeking {
    private final CachingFilter filter;
    private final RouteCache route;
    private final Seat seat;
    private final String why;

    /** @param why nothing was here */
    Peeking(CachingFilter filter, RouteCache route, Seat seat, String why) {
        this.filter = filter;
        this.route = route;
        this.seat = seat;
        this.why = why;
    }

    void begin() {
        if (!route.shared().isThere()) {
            without();
            return;
        }
        var unused = route.shared().read(seat.key(), "", false).whenComplete((slot, away) -> {
            if (away == null && slot instanceof Slot.Copy copy) {
                answer(copy);
            } else {
                without();
            }
        });
    }

    private void answer(Slot.Copy copy) {
        if (copy.held() instanceof Held.Stored stored) {
            answer(stored.response(), copy.soft());
        } else if (copy.held() instanceof Held.Varies varies && seat.key().equals(seat.base())) {
            route.near().putVary(seat.base(), varies.vary(), route.statistics().near());
            filter.again(seat);
        } else {
            without();
        }
    }

    private void answer(StoredResponse response, boolean soft) {
        long age = response.age(route.now());
        Reuse reuse = Reuse.of(response.terms(), age, soft, seat.asked());
        if (reuse == Reuse.FRESH || reuse == Reuse.ACCEPTED_STALE) {
            filter.hit(seat, Prepared.of(response), age);
        } else {
            without();
        }
    }

    private void without() {
        if (seat.asked().onlyIfCached()) {
            filter.notCached(seat.gate());
        } else {
            filter.bypass(seat.call(), seat.gate(), why, null);
        }
    }
}
