package io.universalmiddleware.gateway.caching;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.caching.rule.Asked;
import io.universalmiddleware.gateway.caching.rule.CacheStatus;
import io.universalmiddleware.gateway.caching.rule.Preconditions;
import io.universalmiddleware.gateway.caching.rule.Reuse;
import io.universalmiddleware.gateway.caching.rule.Storing;
import io.universalmiddleware.gateway.caching.rule.Vary;
import io.universalmiddleware.gateway.caching.store.CacheKey;
import io.universalmiddleware.gateway.caching.store.Held;
import io.universalmiddleware.gateway.caching.store.NearEntry;
import io.universalmiddleware.gateway.caching.store.StoredResponse;
import io.universalmiddleware.gateway.filter.Answer;
import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.http.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The cache of one route: answers {@code GET} and {@code HEAD} from what is stored, has what is missing fetched out of band, and lets
 * everything else through.
 *
 * <p>What is fresh in the near cache is answered at once, without a store, a thread or a copy.
 */
final class CachingFilter implements Filter {
    private final RouteCache route;

    CachingFilter(RouteCache route) {
        this.route = route;
    }

    @Override
    public void request(Call call, Gate gate) {
        boolean head = call.method().equals("HEAD");
        if (!head && !call.method().equals("GET")) {
            gate.pass();
        } else if (call.upgrades() || Preconditions.areForTheOrigin(call.request())) {
            bypass(call, gate, "bypass", null);
        } else {
            Asked asked = route.definition().obeys() ? Asked.of(call.request()) : Asked.NOTHING;
            if (asked.noStore()) {
                bypass(call, gate, "request", null);
            } else {
                find(call, gate, asked, head, route.keys().key(call), 0);
            }
        }
    }

    /** Looks for it again: what it was looked for under has changed. */
    void again(Seat seat) {
        find(seat.call(), seat.gate(), seat.asked(), seat.head(), seat.base(), seat.tries() + 1);
    }

    /** @param tries how often it has been looked for before */
    private void find(Call call, Gate gate, Asked asked, boolean head, CacheKey base, int tries) {
        CacheKey key = base;
        Vary vary = Vary.NOTHING;
        @Nullable NearEntry entry = route.near().find(base);
        if (entry != null && entry.held() instanceof Held.Varies varies) {
            vary = varies.vary();
            if (!route.storing(call).compares(vary)) {
                bypass(call, gate, "bypass", "vary");
                return;
            }
            key = base.variant(vary.key(call.request()));
            entry = route.near().find(key);
        }
        if (entry != null && entry.held() instanceof Held.Stored stored) {
            found(new Seat(call, gate, asked, head, base, key, vary, tries), entry, stored.response());
        } else if (entry != null && entry.held() instanceof Held.Uncacheable uncacheable) {
            bypass(call, gate, "bypass", uncacheable.why());
        } else if (tries > Seat.MOST_TRIES) {
            bypass(call, gate, "bypass", "contended");
        } else if (route.isForOneAlone(call, key)) {
            bypass(call, gate, "bypass", Storing.AUTHORIZATION);
        } else {
            new Waiting(this, route, new Seat(call, gate, asked, head, base, key, vary, tries)).missed();
        }
    }

    private void found(Seat seat, NearEntry entry, StoredResponse response) {
        long now = route.now();
        long age = response.age(now);
        boolean soft = entry.isSoftlyPurged();
        switch (Reuse.of(response.terms(), age, soft, seat.asked())) {
            case FRESH -> hit(seat, entry.prepared(Prepared::of), age);
            case ACCEPTED_STALE -> stale(seat, entry.prepared(Prepared::of), age);
            case STALE_WHILE_REVALIDATE -> {
                if (!entry.justFailed(now) && !route.isForOneAlone(seat.call(), seat.key())) {
                    new Waiting(this, route, seat).refresh(response);
                }
                stale(seat, entry.prepared(Prepared::of), age);
            }
            case VALIDATE -> {
                if (entry.justFailed(now) && Reuse.onError(response.terms(), age, seat.asked())) {
                    stale(seat, entry.prepared(Prepared::of), age);
                } else if (seat.head()) {
                    bypass(seat.call(), seat.gate(), "stale", null);
                } else if (seat.asked().onlyIfCached()) {
                    notCached(seat.gate());
                } else if (route.isForOneAlone(seat.call(), seat.key())) {
                    bypass(seat.call(), seat.gate(), "stale", Storing.AUTHORIZATION);
                } else {
                    boolean anew = !soft && response.terms().isFresh(age);
                    new Waiting(this, route, seat).validate(response, anew);
                }
            }
        }
    }

    void hit(Seat seat, Prepared prepared, long age) {
        route.statistics().hits.increment();
        answer(seat, prepared, age, CacheStatus.hit(prepared.response().terms().lifetime() - age));
    }

    void stale(Seat seat, Prepared prepared, long age) {
        route.statistics().stale.increment();
        answer(seat, prepared, age, CacheStatus.hit(prepared.response().terms().lifetime() - age));
    }

    void answer(Seat seat, Prepared prepared, long age, String status) {
        Call call = seat.call();
        call.answer().set("Age", Long.toString(age / 1000));
        call.answer().set(CacheStatus.FIELD, status);
        Answer answer = prepared.to(call.request(), seat.head());
        if (answer.body() instanceof Answer.Body.Whole whole && !seat.head()) {
            route.statistics().bytes.add(whole.to() - whole.from());
        }
        give(seat, answer);
    }

    /** Answers, or says that nothing of what is stored is in the range that was asked for. */
    static void give(Seat seat, Answer answer) {
        String range = answer.fields().get("Content-Range");
        if (answer.status() == 416 && range != null && !(answer.body() instanceof Answer.Body.Stream)) {
            seat.call().answer().remove("Age");
            seat.gate()
                    .refuse(Refusal.of(ProblemType.RANGE_NOT_SATISFIABLE, "The range is behind the end of the content.")
                            .with("Content-Range", range));
        } else {
            seat.gate().answer(answer);
        }
    }

    void notCached(Gate gate) {
        gate.refuse(Refusal.of(
                ProblemType.GATEWAY_TIMEOUT, "Nothing usable is stored, and the origin was not to be asked."));
    }

    /** @param detail a token; null if there is nothing to say */
    void bypass(Call call, Gate gate, String why, @Nullable String detail) {
        route.statistics().bypassed.increment();
        call.answer().set(CacheStatus.FIELD, CacheStatus.forwarded(why, 0, false, false, detail));
        gate.pass();
    }
}
