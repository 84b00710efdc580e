package io.universalmiddleware.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decisions is where the platform asks whether somebody may do something. What nobody allowed is denied, and so is what could
 * not be decided.
 *
 * <p>A decision is remembered as long as the policy and its data stay as they are: by the whole input, so that two questions never share an answer;
 * at most so many, those asked last. Failures are not remembered. Safe for use by several threads.
 */
public final class Decisions {
    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);
    private static final int REMEMBERED = 20_000;

    private final Map<Decision.Outcome, Counter> outcomes = new EnumMap<>(Decision.Outcome.class);
    private volatile Standing standing;

    private record Standing(PolicyEngine engine, PolicyData data, Cache<Input, Remembered> known) {
        static Standing of(PolicyEngine engine, PolicyData data) {
            return new Standing(
                    engine,
                    data,
                    Caffeine.newBuilder()
                            .maximumSize(REMEMBERED)
                            .executor(Runnable::run)
                            .build());
        }
    }

    private record Remembered(Decision decision, LongAdder times) {
        Decision once() {
            times.increment();
            return decision;
        }
    }

    /**
     * A question that is asked, and what is answered.
     *
     * @param times how often it was asked
     */
    public record Asked(Input input, Decision decision, long times) {}

    public Decisions(PolicyEngine engine, PolicyData data, MeterRegistry meters) {
        this.standing = Standing.of(engine, data);
        for (Decision.Outcome outcome : Decision.Outcome.values()) {
            outcomes.put(
                    outcome,
                    Counter.builder("um.policy.decisions")
                            .description("Decisions, remembered or made")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
    }

    /** Decides; may block for the engine's deadline. */
    public Decision decide(Input input) {
        Standing now = standing;
        @Nullable Remembered known = now.known.getIfPresent(input);
        return counted(known != null ? known.once() : remembered(input, asked(input, now), now));
    }

    /** Decides without blocking: what is remembered, or what an engine in this process says. Empty if that would have to wait. */
    public Optional<Decision> now(Input input) {
        Standing now = standing;
        @Nullable Remembered known = now.known.getIfPresent(input);
        if (known != null) {
            return Optional.of(counted(known.once()));
        }
        return now.engine.decideAtOnce(input, now.data).map(made -> counted(remembered(input, made, now)));
    }

    /** What it would decide; neither remembered nor counted. May block for the engine's deadline. */
    public Decision consider(Input input) {
        return asked(input, standing);
    }

    /**
     * Decides about a resource; may block for the engine's deadline. Who may do it with all or with none is asked about without the resource, so
     * that what is remembered does not grow with the resources.
     *
     * @param input without a resource
     */
    public Decision decide(Input input, Supplier<Input.Resource> resource) {
        Decision general = decide(input);
        return general.limited() ? decide(input.of(resource.get())) : general;
    }

    /** As {@link #decide(Input, Supplier)}, without blocking; empty if that would have to wait. */
    public Optional<Decision> now(Input input, Supplier<Input.Resource> resource) {
        Optional<Decision> general = now(input);
        return general.isPresent() && general.get().limited() ? now(input.of(resource.get())) : general;
    }

    /** Decides by other data from now on. */
    public synchronized void data(UnaryOperator<PolicyData> change) {
        follow(standing.engine, change.apply(standing.data));
    }

    /** Decides by another policy and its grants from now on; what the tenants' own roles grant stays. */
    public synchronized void policy(PolicyEngine engine, Grants grants) {
        follow(engine, standing.data.withGrants(grants));
    }

    /** The data that it decides by. */
    public PolicyData data() {
        return standing.data;
    }

    /** What of the remembered was asked since this was called last; what is forgotten meanwhile is not told. */
    public List<Asked> drain() {
        List<Asked> drained = new ArrayList<>();
        standing.known.asMap().forEach((input, known) -> {
            long times = known.times.sumThenReset();
            if (times > 0) {
                drained.add(new Asked(input, known.decision, times));
            }
        });
        return drained;
    }

    private void follow(PolicyEngine engine, PolicyData data) {
        if (engine != standing.engine || !data.revision().equals(standing.data.revision())) {
            standing = Standing.of(engine, data);
            LOG.info("Policy data are of revision {}", data.revision());
        }
    }

    private static Decision remembered(Input input, Decision made, Standing now) {
        if (made.outcome() == Decision.Outcome.FAILED) {
            LOG.warn("{} of {} is denied undecided: {}", input.action(), input.tenant(), made.reason());
            return made;
        }
        Remembered known = new Remembered(made, new LongAdder());
        now.known.put(input, known);
        return known.once();
    }

    private static Decision asked(Input input, Standing now) {
        try {
            return now.engine.decide(input, now.data);
        } catch (RuntimeException fault) {
            LOG.error("The policy engine failed", fault);
            return Decision.failed("the policy engine failed");
        }
    }

    private Decision counted(Decision decision) {
        Counter counter = outcomes.get(decision.outcome());
        if (counter != null) {
            counter.increment();
        }
        return decision;
    }
}
