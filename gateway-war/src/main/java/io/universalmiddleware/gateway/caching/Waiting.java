package io.universalmiddleware.gateway.caching;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.caching.fill.Fill;
import io.universalmiddleware.gateway.caching.fill.Flight;
import io.universalmiddleware.gateway.caching.fill.Flights;
import io.universalmiddleware.gateway.caching.fill.Outcome;
import io.universalmiddleware.gateway.caching.fill.Reply;
import io.universalmiddleware.gateway.caching.rule.CacheStatus;
import io.universalmiddleware.gateway.caching.rule.Preconditions;
import io.universalmiddleware.gateway.caching.rule.Reuse;
import io.universalmiddleware.gateway.caching.rule.Terms;
import io.universalmiddleware.gateway.caching.store.Held;
import io.universalmiddleware.gateway.caching.store.NearEntry;
import io.universalmiddleware.gateway.caching.store.StoredResponse;
import io.universalmiddleware.gateway.filter.Answer;
import io.universalmiddleware.gateway.filter.OriginFailedException;
import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.Fields;
import io.universalmiddleware.gateway.http.Refusal;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waiting is a request that the near cache could not answer at once, until it is answered or goes on to the origin. */
final class Waiting {
    private static final Terms NO_TERMS = new Terms(0, false, false, false, false, 0, 0);
    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);

    private final CachingFilter filter;
    private final RouteCache route;
    private final Seat seat;
    private final long position;
    private final long since;
    private String why = "uri-miss";
    private @Nullable StoredResponse stale;

    Waiting(CachingFilter filter, RouteCache route, Seat seat) {
        this.filter = filter;
        this.route = route;
        this.seat = seat;
        position = route.near().position();
        since = route.now();
    }

    /** Nothing is here: whatever Redis, another node or the origin has. */
    void missed() {
        why = seat.vary().isNothing() ? "uri-miss" : "vary-miss";
        if (seat.head() || seat.asked().onlyIfCached()) {
            new Peeking(filter, route, seat, why).begin();
        } else {
            board(false);
        }
    }

    /** The origin is to say whether what is here is still right. */
    void validate(StoredResponse held, boolean anew) {
        why = anew ? "request" : "stale";
        stale = held;
        board(anew);
    }

    /** Has it validated for later requests; nobody waits. */
    void refresh(StoredResponse held) {
        if (!route.flights().isFlying(seat.key())) {
            Flights.Boarding place = route.flights().board(route.wanted(seat, held, false));
            if (place.first()) {
                var unused = place.flight().outcome().thenAccept(outcome -> {
                    if (outcome instanceof Outcome.Alone alone && alone.reply() != null) {
                        alone.reply().discard();
                    }
                    if (outcome instanceof Outcome.Failed
                            || (outcome instanceof Outcome.Alone error && Reuse.isError(error.status()))) {
                        originFailed();
                    }
                });
            }
        }
    }

    private void board(boolean anew) {
        Flights.Boarding place = route.flights().board(route.wanted(seat, stale, anew));
        var unused = place.flight().outcome().whenComplete((outcome, fault) -> {
            try {
                settle(place, fault == null ? outcome : new Outcome.Failed(fault));
            } catch (RuntimeException broken) {
                LOG.error("A request that waited for the edge's cache failed", broken);
                seat.gate().refuse(Refusal.of(ProblemType.INTERNAL, "The edge failed."));
            }
        });
    }

    private void settle(Flights.Boarding place, Outcome outcome) {
        if (outcome instanceof Outcome.Found found) {
            if (isOutdated(
                    place.flight(), found.response().path(), found.response().tags())) {
                again(place.flight());
            } else {
                found(place, found);
            }
        } else if (outcome instanceof Outcome.Filling filling) {
            Fill fill = filling.fill();
            boolean mine = fill.vary().key(seat.call().request()).equals(fill.variant());
            if (!mine || isOutdated(place.flight(), seat.call().asked(), fill.tags())) {
                if (mine) {
                    route.flights().close(seat.key(), place.flight());
                }
                filter.again(seat);
            } else {
                read(fill, !place.first());
            }
        } else if (outcome instanceof Outcome.Alone alone) {
            alone(place, alone);
        } else if (outcome instanceof Outcome.Failed failed) {
            failed(place, failed.cause());
        } else {
            filter.again(seat);
        }
    }

    /** Whether what the flight brings was purged after it began and before this request came. */
    private boolean isOutdated(Flight flight, String path, List<String> tags) {
        return position > flight.since()
                && route.near().isPurged(flight.since(), seat.call().tenant(), path, tags);
    }

    private void again(Flight left) {
        route.flights().close(seat.key(), left);
        filter.again(seat);
    }

    private void found(Flights.Boarding place, Outcome.Found found) {
        StoredResponse response = found.response();
        long now = route.now();
        long age = response.age(now);
        if (found.status() != 0) {
            count(!place.first());
            route.statistics().validated.increment();
            filter.answer(
                    seat,
                    Prepared.of(response),
                    age,
                    CacheStatus.forwarded(why, found.status(), true, !place.first(), null));
            return;
        }
        Reuse reuse = Reuse.of(response.terms(), age, found.soft(), seat.asked());
        if (reuse == Reuse.FRESH || response.receivedAt() >= since) {
            filter.hit(seat, Prepared.of(response), age);
        } else if (reuse == Reuse.ACCEPTED_STALE || reuse == Reuse.STALE_WHILE_REVALIDATE) {
            if (reuse == Reuse.STALE_WHILE_REVALIDATE) {
                refresh(response);
            }
            filter.stale(seat, Prepared.of(response), age);
        } else {
            again(place.flight());
        }
    }

    private void read(Fill fill, boolean collapsed) {
        Fields request = seat.call().request();
        if (fill.status() == 200
                && Prepared.isConditional(request)
                && Preconditions.isNotModified(request, fill.fields())) {
            respond(Answer.of(304, Preconditions.notModified(fill.fields())), fill.status(), true, collapsed, null);
        } else if (fill.status() == 200 && request.has("Range")) {
            range(fill, collapsed);
        } else {
            Flow.Publisher<byte[]> reader = fill.reader();
            if (reader == null) {
                filter.bypass(seat.call(), seat.gate(), why, "late");
            } else {
                FieldList fields = Prepared.forClients(fill.fields());
                respond(
                        Answer.stream(fill.status(), fields, fill.length(), reader),
                        fill.status(),
                        true,
                        collapsed,
                        null);
            }
        }
    }

    /** A range is cut from the whole, so it waits for that. */
    private void range(Fill fill, boolean collapsed) {
        var unused = fill.whole().whenComplete((body, failure) -> {
            if (failure == null) {
                Prepared prepared = Prepared.of(
                        new StoredResponse("", fill.status(), fill.fields(), body, NO_TERMS, 0, since, "", List.of()));
                respond(prepared.to(seat.call().request(), false), fill.status(), true, collapsed, null);
            } else {
                filter.bypass(seat.call(), seat.gate(), why, null);
            }
        });
    }

    private void alone(Flights.Boarding place, Outcome.Alone alone) {
        @Nullable Reply reply = place.first() ? alone.reply() : null;
        if (Reuse.isError(alone.status()) && servesStale(place, alone.status())) {
            if (reply != null) {
                reply.discard();
            }
        } else if (reply == null || seat.call().request().has("Range")) {
            if (reply != null) {
                reply.discard();
            }
            filter.bypass(seat.call(), seat.gate(), why, alone.why());
        } else if (reply.status() == 200
                && Prepared.isConditional(seat.call().request())
                && Preconditions.isNotModified(seat.call().request(), reply.fields())) {
            reply.discard();
            respond(Answer.of(304, Preconditions.notModified(reply.fields())), 200, false, false, alone.why());
        } else {
            FieldList fields = Prepared.forClients(reply.fields());
            Answer answer = Answer.stream(reply.status(), fields, reply.length(), reply.body());
            respond(answer, reply.status(), false, false, alone.why());
        }
    }

    private void failed(Flights.Boarding place, Throwable failure) {
        route.statistics().failures.increment();
        if (!servesStale(place, 0)) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            seat.gate()
                    .refuse(
                            cause instanceof OriginFailedException origin
                                    ? origin.refusal()
                                    : Refusal.of(ProblemType.BAD_GATEWAY, "The origin gave no answer."));
        }
    }

    /**
     * Answers with what is stored although it is stale, if its terms let it.
     *
     * @param status of the origin; 0 if it gave none
     */
    private boolean servesStale(Flights.Boarding place, int status) {
        @Nullable StoredResponse held = stale;
        @Nullable NearEntry entry = route.near().find(seat.key());
        if (entry != null && entry.held() instanceof Held.Stored stored) {
            held = stored.response();
        }
        if (held == null) {
            return false;
        }
        long age = held.age(route.now());
        if (!Reuse.onError(held.terms(), age, seat.asked())) {
            return false;
        }
        originFailed();
        route.statistics().stale.increment();
        String asked = why.equals("request") ? why : "stale";
        long left = held.terms().lifetime() - age;
        filter.answer(seat, Prepared.of(held), age, CacheStatus.instead(asked, status, !place.first(), left));
        return true;
    }

    private void originFailed() {
        NearEntry entry = route.near().find(seat.key());
        if (entry != null) {
            entry.originFailed(route.now());
        }
    }

    private void respond(Answer answer, int status, boolean stored, boolean collapsed, @Nullable String detail) {
        count(collapsed);
        seat.call().answer().set(CacheStatus.FIELD, CacheStatus.forwarded(why, status, stored, collapsed, detail));
        CachingFilter.give(seat, answer);
    }

    private void count(boolean collapsed) {
        route.statistics().misses.increment();
        if (collapsed) {
            route.statistics().collapsed.increment();
        }
    }
}
