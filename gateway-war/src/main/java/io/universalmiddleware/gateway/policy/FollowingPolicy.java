package io.universalmiddleware.gateway.policy;

import io.universalmiddleware.gateway.control.Served;
import io.universalmiddleware.persistence.policy.PolicyActivation;
import io.universalmiddleware.persistence.policy.PolicyContent;
import io.universalmiddleware.persistence.policy.PolicyVersion;
import io.universalmiddleware.policy.Decision;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.EmbeddedEngine;
import io.universalmiddleware.policy.Grants;
import io.universalmiddleware.policy.PolicyData;
import io.universalmiddleware.policy.PolicyEngine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Following keeps a process deciding by the active version.
 *
 * <p>It looks twice a second. A version that cannot be loaded, or gives no decision, is refused: the one before goes on deciding, and the
 * reason is told; it is tried again twice a minute. With PostgreSQL away the process decides as before. Until it first knows what is active,
 * everything is denied undecided.
 */
final class FollowingPolicy implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(FollowingPolicy.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration REPORT_EVERY = Duration.ofSeconds(3);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(30);

    private final PolicySource source;
    private final Decisions decisions;
    private final PolicyEngine platforms;
    private final boolean evaluates;
    private final String node;

    private final Served served = new Served();
    private final Semaphore signals = new Semaphore(0);
    private volatile boolean stopped;

    private long attempted = -1;
    private long attemptedAt;
    private long reported = -1;
    private long reportedAt;
    private boolean away;

    /**
     * @param platforms the engine for the policy that comes with the platform
     * @param evaluates whether policies are evaluated in this process, and not by a server that has its own
     */
    FollowingPolicy(PolicySource source, Decisions decisions, PolicyEngine platforms, boolean evaluates, String node) {
        this.source = source;
        this.decisions = decisions;
        this.platforms = platforms;
        this.evaluates = evaluates;
        this.node = node;
    }

    /** The activation by which it decides: 0 for the policy that comes with the platform. */
    Served served() {
        return served;
    }

    /** There may be an activation that was not there before. */
    void signal() {
        signals.release();
    }

    /** Ends {@link #run} soon. */
    void stop() {
        stopped = true;
        signals.release();
    }

    @Override
    public void run() {
        while (!stopped) {
            try {
                follow();
                report();
                away = false;
            } catch (RuntimeException | Error fault) {
                if (!away) {
                    LOG.warn("The policy cannot be followed, trying again: {}", fault.toString());
                }
                LOG.debug("The policy cannot be followed", fault);
                away = true;
            }
            await();
        }
        leave();
    }

    private void follow() {
        Optional<PolicyActivation> last = source.last();
        long wanted = last.map(PolicyActivation::number).orElse(0L);
        boolean again = served.problem() != null && System.nanoTime() - attemptedAt >= TRY_AGAIN.toNanos();
        if (wanted == attempted && !again) {
            return;
        }
        long version = last.map(PolicyActivation::version).orElse(0L);
        Optional<PolicyContent> content = version == 0
                ? Optional.of(StoringPolicies.PLATFORMS)
                : source.version(version).map(PolicyVersion::content);
        attempted = wanted;
        attemptedAt = System.nanoTime();
        try {
            decide(content.orElseThrow(() -> new IllegalStateException("there is no version " + version)));
            served.serves(wanted);
            LOG.info("Decisions are made by version {} of the policy, activation {}", version, wanted);
        } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError refused) {
            served.refused(wanted, "version " + version + ": " + refused.getMessage());
            LOG.error(
                    "Version {} of the policy is refused; activation {} goes on deciding",
                    version,
                    served.revision(),
                    refused);
        }
    }

    private void decide(PolicyContent content) {
        byte[] module = content.module();
        Grants grants = Draft.grants(content);
        if (module == null) {
            decisions.policy(platforms, grants);
            return;
        }
        if (!evaluates) {
            throw new IllegalStateException("policies are evaluated by a server that has its own");
        }
        EmbeddedEngine engine = EmbeddedEngine.loaded(module);
        PolicyData data = decisions.data().withGrants(grants);
        Decision decision = engine.decide(Trying.any(data), data);
        if (decision.outcome() == Decision.Outcome.FAILED) {
            throw new IllegalStateException("it gives no decision: " + decision.reason());
        }
        decisions.policy(engine, grants);
    }

    private void report() {
        long now = System.nanoTime();
        if (reported != attempted || now - reportedAt >= REPORT_EVERY.toNanos()) {
            source.report(node, served.revision(), served.problem());
            reported = attempted;
            reportedAt = now;
        }
    }

    private void leave() {
        try {
            source.leave(node);
        } catch (RuntimeException gone) {
            LOG.debug("Nobody is told that this process leaves", gone);
        }
    }

    private void await() {
        try {
            if (signals.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                signals.drainPermits();
            }
        } catch (InterruptedException hurried) {
            stopped = true;
            Thread.currentThread().interrupt();
        }
    }
}
