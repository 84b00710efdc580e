package io.universalmiddleware.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trial asks a policy that nothing is decided by, in this process, on a thread of its own.
 *
 * <p>A decision that does not come within its deadline is failed and its evaluation ended; after {@value #FAILURES} that failed no further
 * ones are tried: a policy that is broken costs a bounded time. For use by one thread.
 */
public final class Trial implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trial.class);
    private static final Duration LOADED_WITHIN = Duration.ofSeconds(30);
    private static final Duration ALL_WITHIN = Duration.ofSeconds(30);
    private static final int FAILURES = 3;

    private final EmbeddedEngine engine;
    private final PolicyData data;
    private final Duration deadline;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "um-policy-trial");
        made.setDaemon(true);
        return made;
    });
    private int failures;
    private long spent;

    /**
     * @param module a policy's, compiled; null for the one that comes with the platform
     * @param deadline of a decision
     */
    public Trial(byte @Nullable [] module, PolicyData data, Duration deadline) {
        this.engine = module == null ? new EmbeddedEngine(1) : new EmbeddedEngine(module, 1);
        this.data = data;
        this.deadline = deadline;
    }

    /** Loads the policy. @return why it is none: it cannot be loaded, or has no such entry point; empty if it is one */
    public Optional<String> load() {
        return within(LOADED_WITHIN, Optional::of, () -> {
            engine.warmUp();
            return Optional.empty();
        });
    }

    /** What the policy decides. */
    public Decision decide(Input input) {
        if (failures >= FAILURES || spent > ALL_WITHIN.toNanos()) {
            return Decision.failed("too many decisions before failed or were slow");
        }
        long begin = System.nanoTime();
        Decision decision = within(deadline, Decision::failed, () -> engine.decide(input, data));
        spent += System.nanoTime() - begin;
        if (decision.outcome() == Decision.Outcome.FAILED) {
            failures++;
        }
        return decision;
    }

    private <T> T within(Duration time, Function<String, T> failed, Callable<T> work) {
        Future<T> made = thread.submit(work);
        try {
            return made.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            made.cancel(true);
            return failed.apply("it did not come to an end within " + time.toMillis() + " ms");
        } catch (ExecutionException | CancellationException broken) {
            LOG.info("A policy on trial failed", broken);
            return failed.apply("it is no module with the entry point um/authz/decision");
        } catch (InterruptedException hurried) {
            made.cancel(true);
            Thread.currentThread().interrupt();
            return failed.apply("interrupted");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
