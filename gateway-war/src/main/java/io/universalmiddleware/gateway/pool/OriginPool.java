package io.universalmiddleware.gateway.pool;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.http.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A pool is the targets of one origin, and the choice among them.
 *
 * <p>It stays the same object while its configuration changes; targets that stay keep their health, latency and counts. Choosing takes
 * no lock; what changes rarely is done under the pool's own and published as one {@code Lineup}.
 */
public final class OriginPool implements Pool {
    private static final int NO_ANSWER = 503;
    private static final Predicate<Member> NOBODY = nobody -> false;
    private static final Refusal NO_TARGET =
            new Refusal(ProblemType.UNAVAILABLE, "The origin has no target that may be connected to.").retryAfter(1);
    private static final Refusal NONE_UP =
            new Refusal(ProblemType.UNAVAILABLE, "No target of the origin is up.").retryAfter(1);
    private static final Refusal OVERLOADED =
            new Refusal(ProblemType.OVERLOADED, "Too many requests wait for the origin.").retryAfter(1);

    /** Everything that choosing needs. */
    private record Lineup(PoolConfig config, List<Seat> seats, View view, Balancer balancer) {}

    private final OriginKey key;
    private final Surroundings surroundings;
    private final Runnable changed;
    private final Bulkhead bulkhead;
    private final Breaker breaker;
    private final RetryBudget budget = new RetryBudget();
    private final OutlierDetector outliers;
    private final AtomicLong cursor = new AtomicLong();
    private volatile Lineup lineup;
    private volatile List<String> faults = List.of();
    private volatile @Nullable List<Placement> placements;
    private long sweptAt;

    /** @param changed is told when something may be due sooner than {@link #tick} has said; quick, from any thread */
    OriginPool(OriginKey key, PoolConfig config, Surroundings surroundings, Runnable changed) {
        this.key = key;
        this.surroundings = surroundings;
        this.changed = changed;
        bulkhead = new Bulkhead(config.bulkhead());
        breaker = new Breaker(config.breaker(), surroundings);
        outliers = new OutlierDetector(surroundings);
        sweptAt = surroundings.ticker().getAsLong();
        lineup = lineup(config, List.of());
    }

    public OriginKey key() {
        return key;
    }

    public PoolConfig config() {
        return lineup.config();
    }

    @Override
    public String name() {
        return key.name();
    }

    @Override
    public void pick(Visitor visitor, @Nullable Target not, Picking then) {
        if (not == null) {
            budget.request(now());
        }
        Refusal early = refusal();
        if (early != null) {
            then.refused(early);
            return;
        }
        Bulkhead.Place place =
                new Bulkhead.Place(own -> choose(own, visitor, not, then), () -> then.refused(OVERLOADED), now());
        if (!bulkhead.enter(place)) {
            then.refused(OVERLOADED);
        } else if (bulkhead.waiting() > 0) {
            changed.run();
        }
    }

    @Override
    public boolean mayRetry() {
        return budget.take(config().retryBudgetPercent(), now());
    }

    /** What is known now. */
    public PoolState state() {
        Lineup now = lineup;
        Breaker.Phase phase = breaker.phase();
        return new PoolState(
                key.tenant(),
                key.name(),
                word(now.config().balance()),
                new BreakerState(word(phase.state), phase.since, phase.reason),
                now.view().panic(),
                bulkhead.inFlight(),
                bulkhead.waiting(),
                faults,
                now.seats().stream().map(this::state).toList());
    }

    /** Works by another configuration from now on. Where its targets are is said by {@link #place}. */
    synchronized void configure(PoolConfig other) {
        bulkhead.configure(other.bulkhead());
        breaker.configure(other.breaker());
        List<Seat> seats = lineup.seats();
        if (other.health().isEmpty()) {
            seats.stream()
                    .map(Seat::member)
                    .filter(Member::isDown)
                    .forEach(member -> member.setDown(false, surroundings, "is not checked any more"));
        }
        lineup = lineup(other, seats.stream().map(seat -> seat.with(other)).toList());
        changed.run();
    }

    /** Says which endpoints there are. Those that were there stay what they were. */
    synchronized void place(List<Placement> now, List<String> faultsNow) {
        faults = List.copyOf(faultsNow);
        if (now.equals(placements)) {
            return;
        }
        placements = List.copyOf(now);
        Map<Endpoint, Member> known = new HashMap<>();
        lineup.seats().forEach(seat -> known.put(seat.member().endpoint, seat.member()));
        boolean first = known.isEmpty();
        List<Seat> seats = new ArrayList<>();
        for (Placement placement : now) {
            Member member = known.computeIfAbsent(
                    placement.endpoint(), endpoint -> new Member(endpoint, surroundings, !first, "is new"));
            if (seats.stream().noneMatch(seat -> seat.member() == member)) {
                seats.add(Seat.of(member, config(), placement.weight(), placement.backup()));
            }
        }
        lineup = lineup(lineup.config(), seats);
        changed.run();
    }

    /** Whether it was ever said which endpoints there are. */
    boolean isPlaced() {
        return placements != null;
    }

    /**
     * Does what is due by time: ends ejections, compares success rates, sends those away who have waited for too long.
     *
     * @return when there is more to do, on the ticker
     */
    synchronized long tick() {
        long now = now();
        OutlierConfig rules = config().outlier();
        long interval = rules.interval().toNanos();
        if (now - sweptAt >= interval) {
            sweptAt = now;
            if (outliers.sweep(members(), rules)) {
                review();
            }
        }
        return bulkhead.expire(now, sweptAt + interval);
    }

    /** The members whose check is due; each is noted as being checked. */
    synchronized List<Member> dueForCheck() {
        return config().health().isEmpty() ? List.of() : HealthChecks.due(members(), now());
    }

    /** When the next check is due, on the ticker; at the latest when {@code otherwise} says. Not of who is being checked. */
    synchronized long nextCheck(long otherwise) {
        return config().health().isEmpty() ? otherwise : HealthChecks.next(members(), otherwise);
    }

    /**
     * Takes the result of a check.
     *
     * @param how for people
     */
    synchronized void checked(Member member, boolean success, String how) {
        HealthConfig rules = config().health().orElse(null);
        member.health.asking = false;
        if (rules == null) {
            return;
        }
        if (HealthChecks.took(member, success, rules, surroundings)) {
            member.setDown(!success, surroundings, (success ? "check succeeded: " : "check failed: ") + how);
            review();
        }
        changed.run();
    }

    synchronized List<Member> members() {
        return lineup.seats().stream().map(Seat::member).toList();
    }

    void left(Bulkhead.Place place) {
        bulkhead.leave(place);
    }

    void answered(Member member, Breaker.Phase phase, int status, long nanos) {
        if (status < 500) {
            member.latency.observe(nanos, now());
            member.answered.increment();
        } else {
            member.latency.penalize(now());
            member.failed.increment();
        }
        breaker.answered(phase, status);
        count(member, status);
    }

    void failed(Member member, Breaker.Phase phase, Fault fault) {
        member.latency.penalize(now());
        member.failed.increment();
        breaker.failed(phase, word(fault));
        count(member, NO_ANSWER);
    }

    void abandoned(Breaker.Phase phase) {
        breaker.released(phase);
    }

    long now() {
        return surroundings.ticker().getAsLong();
    }

    private void count(Member member, int status) {
        OutlierConfig rules = config().outlier();
        String reason = OutlierDetector.count(member, status, rules);
        if (!reason.isEmpty()) {
            synchronized (this) {
                List<Member> all = members();
                if (all.contains(member) && outliers.eject(member, all, rules, reason)) {
                    review();
                }
            }
        }
    }

    private void review() {
        lineup = lineup(lineup.config(), lineup.seats());
    }

    private Lineup lineup(PoolConfig config, List<Seat> seats) {
        View view = View.of(seats, config.panicPercent());
        return new Lineup(config, List.copyOf(seats), view, Balancer.of(config, seats, view, cursor, surroundings));
    }

    /** Has the client come back to the member whose answer it gets, where clients stay with one. */
    void keep(Visitor visitor, Member member) {
        String sticky = config().sticky().orElse(null);
        if (sticky != null && !member.id.equals(Cookies.find(visitor.request(), sticky))) {
            Cookies.set(visitor.answer(), sticky, member.id);
        }
    }

    /**
     * Sends those away who have waited for too long.
     *
     * @return when there is more to do, on the ticker; at the latest after {@code rest}
     */
    long expire(Duration rest) {
        long now = now();
        return bulkhead.expire(now, now + rest.toNanos());
    }

    /** Whether nobody is in it. */
    boolean isIdle() {
        return bulkhead.inFlight() == 0 && bulkhead.waiting() == 0;
    }

    private void choose(Bulkhead.Place place, Visitor visitor, @Nullable Target not, Picking then) {
        Lineup now = lineup;
        Breaker.Phase phase = breaker.enter();
        Seat seat = phase == null ? null : seat(now, visitor, not);
        if (phase == null || seat == null) {
            if (phase != null) {
                breaker.released(phase);
            }
            bulkhead.leave(place);
            then.refused(phase == null ? broken() : nobody(now));
            return;
        }
        then.picked(new PooledAttempt(this, seat, visitor, place, phase, now()));
    }

    private static @Nullable Seat seat(Lineup now, Visitor visitor, @Nullable Target not) {
        String sticky = now.config().sticky().orElse(null);
        String cookie = sticky == null ? null : Cookies.find(visitor.request(), sticky);
        Seat stuck = stuck(now, cookie, not);
        return stuck == null ? now.balancer().choose(visitor, avoiding(not)) : stuck;
    }

    private static Predicate<Member> avoiding(@Nullable Target not) {
        return not == null ? NOBODY : member -> member.endpoint.is(not);
    }

    private static @Nullable Seat stuck(Lineup now, @Nullable String cookie, @Nullable Target not) {
        if (cookie != null) {
            for (Seat seat : now.view().candidates()) {
                if (seat.member().id.equals(cookie)
                        && (not == null || !seat.member().endpoint.is(not))) {
                    return seat;
                }
            }
        }
        return null;
    }

    /** Why a request need not even wait; null if it may go on. */
    private @Nullable Refusal refusal() {
        Lineup now = lineup;
        if (now.view().candidates().isEmpty()) {
            return nobody(now);
        }
        return breaker.isOpen() ? broken() : null;
    }

    private static Refusal nobody(Lineup now) {
        return now.seats().isEmpty() ? NO_TARGET : NONE_UP;
    }

    private Refusal broken() {
        return new Refusal(ProblemType.UNAVAILABLE, "The origin fails, and is left alone for a while.")
                .retryAfter(Math.min(3_600, Math.max(1, breaker.retryAfter().toSeconds())));
    }

    private TargetState state(Seat seat) {
        Member member = seat.member();
        List<MemberChange> changes = member.changes();
        MemberChange last = changes.get(changes.size() - 1);
        return new TargetState(
                member.endpoint.url(),
                member.endpoint.address().getHostAddress(),
                seat.weight(),
                seat.backup(),
                last.to(),
                last.at(),
                last.reason(),
                member.inFlight.get(),
                (long) member.latency.micros(now()),
                member.answered.sum(),
                member.failed.sum(),
                changes);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
