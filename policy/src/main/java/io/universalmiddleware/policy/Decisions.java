package io.universalmiddleware.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decisions is where the platform asks whether somebody may do something. What nobody allowed is denied, and so is what could
 * not be decided.
 *
 * <p>A decision is remembered as long as the data stay as they are: by the whole input, so that two questions never share an answer;
 * at most so many, those asked last. Failures are not remembered. Safe for use by several threads.
 */
public final class Decisions {
    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);
    private static final int REMEMBERED = 20_000;

    private final PolicyEngine engine;
    private final Map<Decision.Outcome, Counter> outcomes = new EnumMap<>(Decision.Outcome.class);
    private volatile Standing standing;

    private record Standing(PolicyData data, Cache<Input, Decision> known) {
        static Standing of(PolicyData data) {
            return new Standing(
                    data,
                    Caffeine.newBuilder()
                            .maximumSize(REMEMBERED)
                            .executor(Runnable::run)
                            .build());
        }
    }

    public Decisions(PolicyEngine engine, PolicyData data, MeterRegistry meters) {
        this.engine = engine;
        this.standing = Standing.of(data);
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
        @Nullable Decision known = now.known.getIfPresent(input);
        return counted(known != null ? known : made(input, now));
    }

    /** Decides without blocking: what is remembered, or what an engine in this process says. Empty if that would have to wait. */
    public Optional<Decision> now(Input input) {
        Standing now = standing;
        @Nullable Decision known = now.known.getIfPresent(input);
        if (known != null) {
            return Optional.of(counted(known));
        }
        return engine.decideAtOnce(input, now.data).map(made -> counted(remembered(input, made, now)));
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
    public void data(PolicyData data) {
        if (!data.revision().equals(standing.data.revision())) {
            standing = Standing.of(data);
            LOG.info("Policy data are of revision {}", data.revision());
        }
    }

    /** The data that it decides by. */
    public PolicyData data() {
        return standing.data;
    }

    private Decision made(Input input, Standing now) {
        return remembered(input, asked(input, now.data), now);
    }

    private static Decision remembered(Input input, Decision made, Standing now) {
        if (made.outcome() == Decision.Outcome.FAILED) {
            LOG.warn("{} of {} is denied undecided: {}", input.action(), input.tenant(), made.reason());
        } else {
            now.known.put(input, made);
        }
        return made;
    }

    private Decision asked(Input input, PolicyData data) {
        try {
            return engine.decide(input, data);
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
