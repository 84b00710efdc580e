package io.universalmiddleware.gateway.limiting;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a request is within the limits that apply to it.
 *
 * <p>All of a request's limits are decided together, in one call of Redis that all requests of one turn of an event loop share. A
 * request that one limit refuses counts at none of them, so that it makes nobody wait longer. What is known to be refused
 * until a time is not asked again, and of a limit with plenty left an event loop is lent some that it lets pass by itself.
 *
 * <p>A decision comes within the bound. Where Redis gives none in that time, this node decides alone, within its share: the limit
 * divided by the live nodes. How much more than a limit may pass then is said in the manual (The edge, "Limits of requests").
 */
public final class Limits implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Limits.class);

    private final SharedLimits shared;
    private final NodeLimits alone = new NodeLimits();
    private final Blocked blocked = new Blocked(System::nanoTime);
    private final ThreadLocal<@Nullable LoopLimits> loops = new ThreadLocal<>();
    private final Duration bound;
    private final IntSupplier liveNodes;
    private final Clock clock;
    private final Reach reach;
    private final LimitMetrics metrics;

    /**
     * @param keyPrefix what every key of this deployment in Redis begins with
     * @param bound within which Redis must answer
     * @param liveNodes how many nodes share a limit now, this one among them; asked while Redis is away
     */
    public Limits(
            RedissonClient redis,
            String keyPrefix,
            Duration bound,
            IntSupplier liveNodes,
            Clock clock,
            MeterRegistry registry) {
        shared = new SharedLimits(redis, keyPrefix);
        this.bound = bound;
        this.liveNodes = liveNodes;
        this.clock = clock;
        reach = new Reach(shared::probe, bound);
        metrics = new LimitMetrics(registry, reach::isThere);
    }

    /** Begins to look for Redis; until it is found each node enforces its share. */
    public void start() {
        reach.start();
    }

    /** Whether the nodes share their counts now. */
    public boolean isShared() {
        return reach.isThere();
    }

    /**
     * Decides. Called on an event loop.
     *
     * @param limits not empty
     * @param loop tells which loop this is
     * @param then is told the decision once, on that loop: at once if Redis need not or cannot be asked
     */
    void decide(LimitSet limits, Requester by, Supplier<Loop> loop, Consumer<Decision> then) {
        String[] keys = limits.keys(by);
        @Nullable LoopLimits here = reach.isThere() ? here(loop) : null;
        @Nullable Decision decided = here == null ? null : here.lent(limits, keys);
        if (decided == null) {
            decided = blocked.refusal(limits, keys);
        }
        if (decided != null) {
            tell(decided, then);
        } else if (here != null) {
            here.ask(limits, keys, decision -> tell(decision, then));
        } else {
            tell(alone(limits, keys), then);
        }
    }

    private LoopLimits here(Supplier<Loop> loop) {
        LoopLimits here = loops.get();
        if (here == null) {
            Loop asking = loop.get();
            here = new LoopLimits(asking, checks -> ask(checks, asking), reach::isThere);
            loops.set(here);
        }
        return here;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its outcome is handled in place
    private void ask(List<Check> checks, Loop loop) {
        long begun = System.nanoTime();
        shared.decide(checks, 0, bound).whenComplete((answers, failure) -> {
            if (failure == null) {
                metrics.answered(System.nanoTime() - begun);
                reach.answered();
            } else {
                @Nullable Throwable cause = failure.getCause();
                reach.failed(cause == null ? failure : cause);
            }
            loop.execute(() -> tell(checks, failure == null ? answers : null));
        });
    }

    private void tell(List<Check> checks, @Nullable List<Answer> answers) {
        @Nullable Iterator<Answer> told = answers == null ? null : answers.iterator();
        for (Check check : checks) {
            if (check.givesBack()) {
                continue;
            }
            Answer answer = told == null ? new Answer(alone(check.limits(), check.keys()), 0, 0) : told.next();
            if (told != null && !answer.decision().passes()) {
                block(check, answer.decision());
            }
            try {
                check.then().accept(answer);
            } catch (RuntimeException fault) {
                LOG.error("A request failed after its limits were decided", fault);
            }
        }
    }

    private void block(Check check, Decision decision) {
        int index = check.limits().all().indexOf(decision.limit());
        blocked.block(check.keys()[index], decision.limit().rate(), decision.waitMillis(), decision.resetMillis());
    }

    private void tell(Decision decision, Consumer<Decision> then) {
        metrics.decided(decision);
        then.accept(decision);
    }

    private Decision alone(LimitSet limits, String[] keys) {
        return alone.decide(limits, keys, liveNodes.getAsInt(), clock.millis());
    }

    @Override
    public void close() {
        reach.close();
    }
}
