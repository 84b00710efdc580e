package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.pool.Attempt;
import io.universalmiddleware.gateway.pool.Fault;
import io.universalmiddleware.gateway.pool.Picking;
import io.universalmiddleware.gateway.pool.Target;
import io.universalmiddleware.gateway.routing.Retries;
import io.universalmiddleware.gateway.upstream.UpstreamAnswer;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A sending gets a parcel answered: it has the pool pick a target, tries it, and tries another where that is harmless and
 * within the budget.
 *
 * <p>Its receiver is told the head of one answer, or one refusal. On one event loop.
 */
final class Sending implements Picking {

    /** Whom a sending tells. */
    interface Receiver {
        /** The head of the answer. Its body is the receiver's from here on. */
        void answered(UpstreamAnswer answer);

        /** There is no answer. */
        void refused(Refusal refusal);

        /** The answer that has begun will not be whole. */
        void died(Throwable fault);

        /** The target wants the body that the client holds back (100). */
        void goOn();

        /** The target gives hints before its answer (103). */
        void hints(MultiMap hints);
    }

    private final LoopContext loop;
    private final Parcel parcel;
    private final Receiver receiver;
    private @Nullable Try first;
    private @Nullable Try second;
    private @Nullable Try chosen;
    private @Nullable Target failed;
    private @Nullable Target last;
    private int tries;
    private boolean over;
    private long hedge = -1;

    Sending(LoopContext loop, Parcel parcel, Receiver receiver) {
        this.loop = loop;
        this.parcel = parcel;
        this.receiver = receiver;
    }

    /** The target whose answer is taken, else the last that was tried; null if none was. */
    @Nullable
    Target target() {
        return last;
    }

    void begin() {
        pick();
        Duration after = parcel.persistence().hedge();
        if (!after.isZero() && mayHedge() && !over && chosen == null) {
            hedge = loop.loop().after(after.toMillis(), this::hedge);
        }
    }

    /** Ends it, and what goes on of it. */
    void cancel() {
        stop();
        drop(first);
        drop(second);
        drop(chosen);
        first = null;
        second = null;
        chosen = null;
    }

    /** Ends it once the answer has been taken as a whole. */
    void end() {
        stop();
        if (chosen != null) {
            chosen.end();
        }
    }

    /** Says that the answer goes on for as long as both sides like. */
    void streams() {
        if (chosen != null) {
            chosen.streams();
        }
    }

    private void stop() {
        over = true;
        if (hedge >= 0) {
            loop.loop().cancel(hedge);
            hedge = -1;
        }
    }

    /** Gives up what waits for too long. */
    void check(long now) {
        if (first != null) {
            first.check(now);
        }
        if (second != null) {
            second.check(now);
        }
    }

    @Override
    public void picked(Attempt attempt) {
        if (!loop.loop().isHere()) {
            loop.loop().execute(() -> picked(attempt));
        } else if (over || chosen != null) {
            attempt.ended();
        } else {
            tries++;
            last = attempt.target();
            Try next = new Try(loop, parcel, attempt, this);
            if (first == null) {
                first = next;
            } else {
                second = next;
            }
            next.begin();
        }
    }

    @Override
    public void refused(Refusal refusal) {
        if (!loop.loop().isHere()) {
            loop.loop().execute(() -> refused(refusal));
        } else if (!over && chosen == null && first == null && second == null) {
            over = true;
            receiver.refused(refusal);
        }
    }

    /** The head of an answer has come. */
    void answered(Try by, UpstreamAnswer answer) {
        if (over) {
            return;
        }
        Retries retries = parcel.persistence().retries();
        boolean retry = retries.statuses().contains(answer.status()) && mayRepeat() && !hasOther(by) && mayTryAgain();
        if (retry) {
            drop(by);
            again(by);
            return;
        }
        chosen = by;
        last = by.target();
        by.chosen();
        drop(first == by ? null : first);
        drop(second == by ? null : second);
        first = null;
        second = null;
        receiver.answered(answer);
    }

    /** A try has come to nothing; it has ended. */
    void failed(Try by, Fault fault, Refusal refusal) {
        if (over) {
            return;
        }
        if (hasOther(by)) {
            forget(by);
        } else if (mayRetry(fault) && mayTryAgain()) {
            again(by);
        } else {
            over = true;
            receiver.refused(refusal);
        }
    }

    /** The answer that has begun ended in a fault. */
    void died(Throwable fault) {
        if (!over) {
            receiver.died(fault);
        }
    }

    Receiver receiver() {
        return receiver;
    }

    private void pick() {
        parcel.pool().pick(parcel.visitor(), failed, this);
    }

    private void again(Try after) {
        forget(after);
        failed = after.target();
        parcel.unload();
        long most = parcel.persistence().retries().backoff().toNanos() << Math.min(10, Math.max(0, tries - 1));
        long millis = most <= 0
                ? 0
                : TimeUnit.NANOSECONDS.toMillis(ThreadLocalRandom.current().nextLong(most + 1));
        if (millis == 0) {
            pick();
        } else {
            loop.loop().after(millis, () -> {
                if (!over) {
                    pick();
                }
            });
        }
    }

    private boolean mayTryAgain() {
        return tries < parcel.persistence().retries().attempts()
                && parcel.pool().mayRetry();
    }

    private boolean mayRetry(Fault fault) {
        Retries retries = parcel.persistence().retries();
        return switch (fault) {
            case CONNECT -> retries.on().contains(Retries.On.CONNECT) && parcel.canRepeat();
            case RESET -> retries.on().contains(Retries.On.RESET) && mayRepeat();
            case TIMEOUT -> retries.on().contains(Retries.On.TIMEOUT) && mayRepeat();
            case INVALID -> false;
        };
    }

    private boolean mayRepeat() {
        return parcel.isHarmlessAgain() && parcel.canRepeat();
    }

    private boolean mayHedge() {
        HttpMethod method = parcel.method();
        boolean safe = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
        return safe && parcel.isComplete() && parcel.canRepeat() && !parcel.upgrades();
    }

    private void hedge() {
        hedge = -1;
        if (!over
                && chosen == null
                && first != null
                && second == null
                && parcel.pool().mayRetry()) {
            failed = first.target();
            pick();
        }
    }

    private boolean hasOther(Try by) {
        return (first != null && first != by) || (second != null && second != by);
    }

    private void forget(Try by) {
        if (first == by) {
            first = second;
        }
        second = null;
    }

    private static void drop(@Nullable Try one) {
        if (one != null) {
            one.cancel();
        }
    }
}
