package io.universalmiddleware.gateway.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker leaves an origin alone that mostly fails, and finds out with a few requests when it is well again.
 *
 * <p>Closed → open when the share of failures in the window reaches the limit. Open → half-open when its time is over. Half-open →
 * closed when as many requests as probe have succeeded, → open at the first that fails. What began in an earlier phase decides
 * nothing in a later one. Takes no lock.
 */
final class Breaker {
    /** How much is let through. */
    enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    /** A phase lasts until the state changes. */
    static final class Phase {
        final State state;
        final long sinceNanos;
        final Instant since;
        final String reason;
        private final int needed;
        private final AtomicInteger permits;
        private final AtomicInteger successes = new AtomicInteger();

        private Phase(State state, long sinceNanos, Instant since, String reason, int permits) {
            this.state = state;
            this.sinceNanos = sinceNanos;
            this.since = since;
            this.reason = reason;
            needed = permits;
            this.permits = new AtomicInteger(permits);
        }
    }

    private static final AtomicReferenceFieldUpdater<Breaker, Phase> PHASE =
            AtomicReferenceFieldUpdater.newUpdater(Breaker.class, Phase.class, "phase");
    private static final int MOST_SECONDS = 60;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Surroundings surroundings;
    private volatile Phase phase;
    private volatile BreakerConfig config;
    private volatile Counts counts;

    private record Counts(RecentCount all, RecentCount failed) {
        static Counts over(Duration window) {
            int seconds = (int) Math.min(MOST_SECONDS, Math.max(1, window.toSeconds()));
            return new Counts(new RecentCount(seconds), new RecentCount(seconds));
        }
    }

    Breaker(BreakerConfig config, Surroundings surroundings) {
        this.config = config;
        this.surroundings = surroundings;
        counts = Counts.over(config.window());
        phase = next(State.CLOSED, "began", 0);
    }

    /** Works by other rules from now on. The state stays, unless the breaker is switched off. */
    void configure(BreakerConfig changed) {
        if (!changed.window().equals(config.window())) {
            counts = Counts.over(changed.window());
        }
        config = changed;
        if (!changed.enabled() && phase.state != State.CLOSED) {
            counts.all().clear();
            counts.failed().clear();
            phase = next(State.CLOSED, "switched off", 0);
        }
    }

    Phase phase() {
        return phase;
    }

    /** The phase in which a request may be sent now; null if none may. What is got must be given back with one of the others. */
    @Nullable
    Phase enter() {
        while (true) {
            Phase now = phase;
            switch (now.state) {
                case CLOSED -> {
                    return now;
                }
                case OPEN -> {
                    if (surroundings.ticker().getAsLong() - now.sinceNanos
                            < config.open().toNanos()) {
                        return null;
                    }
                    move(now, next(State.HALF_OPEN, "probing", config.probes()));
                }
                case HALF_OPEN -> {
                    return now.permits.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? now : null;
                }
            }
        }
    }

    /** Whether nothing is let through now. */
    boolean isOpen() {
        Phase now = phase;
        return now.state == State.OPEN
                && surroundings.ticker().getAsLong() - now.sinceNanos
                        < config.open().toNanos();
    }

    /** When it is worth asking again. */
    Duration retryAfter() {
        Phase now = phase;
        if (now.state != State.OPEN) {
            return SOON;
        }
        Duration rest = config.open().minusNanos(surroundings.ticker().getAsLong() - now.sinceNanos);
        return rest.compareTo(SOON) < 0 ? SOON : rest;
    }

    /** An attempt got an answer. */
    void answered(Phase began, int status) {
        BreakerConfig rules = config;
        if (rules.statuses().contains(status)) {
            failed(began, "answers " + status);
            return;
        }
        long now = surroundings.ticker().getAsLong();
        if (began.state == State.CLOSED) {
            counts.all().add(now);
        } else if (began == phase && began.successes.incrementAndGet() >= began.needed) {
            counts.all().clear();
            counts.failed().clear();
            move(began, next(State.CLOSED, "probes succeeded", 0));
        }
    }

    /** @param how for people */
    void failed(Phase began, String how) {
        BreakerConfig rules = config;
        if (began != phase || !rules.enabled()) {
            return;
        }
        if (began.state == State.HALF_OPEN) {
            move(began, next(State.OPEN, "a probe failed: " + how, 0));
            return;
        }
        long now = surroundings.ticker().getAsLong();
        Counts in = counts;
        in.all().add(now);
        in.failed().add(now);
        long all = in.all().sum(now);
        long failed = in.failed().sum(now);
        if (all >= rules.minimum() && failed * 100 >= all * rules.failurePercent()) {
            String reason = failed + " of " + all + " failed, the last: " + how;
            if (move(began, next(State.OPEN, reason, 0))) {
                in.all().clear();
                in.failed().clear();
            }
        }
    }

    /** A request was not sent, or ended without telling anything. */
    void released(Phase began) {
        if (began.state == State.HALF_OPEN) {
            began.permits.incrementAndGet();
        }
    }

    private boolean move(Phase from, Phase to) {
        return PHASE.compareAndSet(this, from, to);
    }

    private Phase next(State state, String reason, int permits) {
        return new Phase(
                state, surroundings.ticker().getAsLong(), surroundings.clock().instant(), reason, permits);
    }
}
