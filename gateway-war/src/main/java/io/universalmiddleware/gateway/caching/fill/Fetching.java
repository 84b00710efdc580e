package io.universalmiddleware.gateway.caching.fill;

import io.universalmiddleware.gateway.caching.rule.Age;
import io.universalmiddleware.gateway.caching.rule.Asked;
import io.universalmiddleware.gateway.caching.rule.Directives;
import io.universalmiddleware.gateway.caching.rule.Freshening;
import io.universalmiddleware.gateway.caching.rule.HttpDate;
import io.universalmiddleware.gateway.caching.rule.Preconditions;
import io.universalmiddleware.gateway.caching.rule.Reuse;
import io.universalmiddleware.gateway.caching.rule.Tags;
import io.universalmiddleware.gateway.caching.rule.Terms;
import io.universalmiddleware.gateway.caching.rule.Vary;
import io.universalmiddleware.gateway.caching.store.CacheKey;
import io.universalmiddleware.gateway.caching.store.Held;
import io.universalmiddleware.gateway.caching.store.NearEntry;
import io.universalmiddleware.gateway.caching.store.PurgeTags;
import io.universalmiddleware.gateway.caching.store.Slot;
import io.universalmiddleware.gateway.caching.store.StoredResponse;
import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.Fields;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetching is the way of one flight: what Redis has, else what another node is fetching, else what the origin answers.
 *
 * <p>The origin is asked by whoever holds the key's lease in Redis, and by each node for itself while Redis is away. What comes is
 * judged, offered to the waiting as soon as its head is there, and kept when it is there as a whole.
 */
final class Fetching {
    private static final Logger LOG = LoggerFactory.getLogger(Fetching.class);
    private static final int FIRST_PAUSE_MILLIS = 5;
    private static final int LONGEST_PAUSE_MILLIS = 40;

    private final Flights flights;
    private final Wanted wanted;
    private final Flight flight;
    private final Keeping keeping;
    private @Nullable StoredResponse stale;
    private int pause = FIRST_PAUSE_MILLIS;

    Fetching(Flights flights, Wanted wanted, Flight flight) {
        this.flights = flights;
        this.wanted = wanted;
        this.flight = flight;
        keeping = new Keeping(flights, wanted, flight, this::later);
        stale = wanted.stale();
    }

    void begin() {
        StoredResponse known = stale;
        guarded(() -> {
            if (hasCome(known)) {
                finish(new Outcome.Again());
            } else {
                consult(known == null ? "" : known.stamp());
            }
        });
    }

    /** Whether the flight before this one landed after this one's passenger had looked: a flight keeps what it brings, then closes. */
    private boolean hasCome(@Nullable StoredResponse known) {
        NearEntry entry = flights.near().find(wanted.key());
        return entry != null
                && !(known != null
                        && entry.held() instanceof Held.Stored stored
                        && stored.response().stamp().equals(known.stamp()));
    }

    private void consult(String known) {
        if (!flights.shared().isThere()) {
            fetch();
            return;
        }
        var unused = flights.shared()
                .read(wanted.key(), known, true)
                .whenComplete((slot, away) -> guarded(() -> {
                    if (away == null) {
                        take(slot, known);
                    } else {
                        fetch();
                    }
                }));
    }

    private void take(Slot slot, String known) {
        if (slot instanceof Slot.Copy copy) {
            took(copy);
        } else if (slot instanceof Slot.Unreadable unreadable) {
            consult(unreadable.stamp());
        } else if (slot instanceof Slot.Yours yours) {
            keeping.hold(yours.lease());
            fetch();
        } else if (slot instanceof Slot.Busy
                && now() - flight.begunAt() < flights.patience().toMillis()) {
            later(() -> consult(known), pause);
            pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
        } else {
            fetch();
        }
    }

    private void took(Slot.Copy copy) {
        if (copy.held() instanceof Held.Varies varies) {
            flights.near().putVary(wanted.base(), varies.vary(), wanted.owner());
            finish(new Outcome.Again());
        } else if (copy.held() instanceof Held.Uncacheable uncacheable) {
            flights.near().putUncacheable(wanted.key(), uncacheable.why(), wanted.owner());
            finish(new Outcome.Alone(null, 0, uncacheable.why()));
        } else if (copy.held() instanceof Held.Stored stored) {
            StoredResponse response = stored.response();
            var unused = flights.near().put(wanted.key(), response, copy.soft(), flight.since(), wanted.owner(), now());
            Reuse reuse = Reuse.of(response.terms(), response.age(now()), copy.soft(), Asked.NOTHING);
            boolean justCame = response.receivedAt() >= flight.begunAt();
            if (justCame || (reuse != Reuse.VALIDATE && !wanted.anew())) {
                finish(new Outcome.Found(response, copy.soft(), 0));
            } else {
                stale = response;
                consult(response.stamp());
            }
        }
    }

    private void fetch() {
        long askedAt = now();
        StoredResponse validated = stale;
        var unused = wanted.asking()
                .ask(request -> {
                    Preconditions.remove(request);
                    if (validated != null) {
                        Preconditions.validate(request, validated.fields());
                    }
                })
                .whenComplete((reply, failure) -> guarded(() -> {
                    if (failure == null) {
                        judge(reply, askedAt);
                    } else {
                        giveUp(new Outcome.Failed(failure));
                    }
                }));
    }

    private void judge(Reply reply, long askedAt) {
        StoredResponse before = stale;
        if (before != null && reply.status() == 304) {
            reply.discard();
            if (Freshening.confirms(reply.fields(), before.fields())) {
                confirmed(before, reply.fields(), askedAt);
            } else {
                stale = null;
                fetch();
            }
        } else if (before != null
                && Reuse.isError(reply.status())
                && Reuse.onError(before.terms(), before.age(now()), Asked.NOTHING)) {
            giveUp(new Outcome.Alone(reply, reply.status(), "error"));
        } else {
            decide(reply, askedAt);
        }
    }

    private void confirmed(StoredResponse before, Fields notModified, long askedAt) {
        FieldList merged = Freshening.merge(before.fields(), notModified);
        Directives said = Terms.directives(merged);
        long receivedAt = now();
        Terms terms = Terms.of(before.status(), merged, said, wanted.storing().wishes(), receivedAt);
        if (!wanted.storing().refusal(before.status(), merged, said, terms).isEmpty()) {
            // what may not be stored any more is not said again from the store either
            stale = null;
            fetch();
            return;
        }
        StoredResponse response = new StoredResponse(
                UUID.randomUUID().toString(),
                before.status(),
                wanted.storing().kept(merged, said),
                before.body(),
                terms,
                Age.initial(notModified, askedAt, receivedAt),
                receivedAt,
                before.path(),
                before.tags());
        keeping.store(wanted.key(), response, wanted.vary());
        finish(new Outcome.Found(response, false, 304));
    }

    private void decide(Reply reply, long askedAt) {
        Fields fields = reply.fields();
        Directives said = Terms.directives(fields);
        long receivedAt = now();
        Terms terms = Terms.of(reply.status(), fields, said, wanted.storing().wishes(), receivedAt);
        Set<String> tags = Tags.of(fields, wanted.tags());
        Vary vary = Vary.of(fields).and(wanted.vary());
        String refusal = wanted.storing().refusal(reply.status(), fields, said, terms);
        if (refusal.isEmpty() && (reply.length() > wanted.maxBytes() || !Tags.areFew(tags))) {
            refusal = reply.length() > wanted.maxBytes() ? "size" : "tags";
        }
        if (refusal.isEmpty() && vary.names().size() > Vary.MOST) {
            refusal = "vary";
        }
        if (!refusal.isEmpty()) {
            refuse(reply, refusal);
            return;
        }
        String variant = vary.key(wanted.request());
        CacheKey key = vary.isNothing() ? wanted.base() : wanted.base().variant(variant);
        List<String> purgeTags = PurgeTags.of(wanted.route(), wanted.path(), wanted.query(), tags);
        FieldList kept = wanted.storing().kept(fields, said);
        if (!kept.has("Date")) {
            kept.add("Date", HttpDate.format(receivedAt));
        }
        long initialAge = Age.initial(fields, askedAt, receivedAt);
        FieldList told = FieldList.copyOf(kept);
        if (fields.has("Age")) {
            told.set("Age", Long.toString(initialAge / 1000));
        }
        Fill fill = new Fill(
                reply.status(), told, vary, variant, purgeTags, reply.length(), wanted.maxBytes(), flights.budget());
        var unused = fill.whole()
                .whenComplete((body, failure) -> guarded(() -> {
                    if (failure == null) {
                        StoredResponse response = new StoredResponse(
                                UUID.randomUUID().toString(),
                                reply.status(),
                                kept,
                                body,
                                terms,
                                initialAge,
                                receivedAt,
                                wanted.path(),
                                purgeTags);
                        keeping.store(key, response, vary);
                    } else {
                        keeping.release();
                    }
                    flights.close(key, flight);
                    flights.close(wanted.key(), flight);
                }));
        if (!key.equals(wanted.key())) {
            // first the flight, then the way to it: whoever knows the variant finds it flying
            flights.alsoUnder(key, flight);
            flights.near().putVary(wanted.base(), vary, wanted.owner());
        }
        flight.outcome().complete(new Outcome.Filling(fill));
        reply.body().subscribe(fill);
    }

    private void refuse(Reply reply, String why) {
        if (Reuse.isError(reply.status())) {
            keeping.release();
        } else {
            keeping.refuse(why);
        }
        finish(new Outcome.Alone(reply, reply.status(), why));
    }

    private void giveUp(Outcome outcome) {
        keeping.release();
        finish(outcome);
    }

    private void finish(Outcome outcome) {
        keeping.end();
        flights.close(wanted.key(), flight);
        flight.outcome().complete(outcome);
    }

    private void later(Runnable step, int millis) {
        int jittered = millis + ThreadLocalRandom.current().nextInt(millis / 4 + 1);
        CompletableFuture.delayedExecutor(jittered, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(() -> guarded(step));
    }

    /** A fault of ours ends the flight; nobody waits for ever. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException fault) {
            LOG.error("Fetching for the edge's cache failed", fault);
            keeping.end();
            flights.close(wanted.key(), flight);
            flight.outcome().complete(new Outcome.Failed(fault));
        }
    }

    private long now() {
        return flights.clock().millis();
    }
}
