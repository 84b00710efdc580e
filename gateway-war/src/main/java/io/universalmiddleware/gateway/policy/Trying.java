package io.universalmiddleware.gateway.policy;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.control.Refusing;
import io.universalmiddleware.persistence.policy.PolicyContent;
import io.universalmiddleware.persistence.policy.RecordedQuestion;
import io.universalmiddleware.policy.Decision;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.Input;
import io.universalmiddleware.policy.PolicyData;
import io.universalmiddleware.policy.Trial;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Tries versions that nothing is decided by: one at a time in this process, so that what it costs is bounded. */
@ApplicationScoped
public class Trying {
    private static final Duration DECIDED_WITHIN = Duration.ofSeconds(5);
    private static final Duration DRY_RUN_WITHIN = Duration.ofSeconds(10);
    private static final long PATIENCE_SECONDS = 10;

    private final Semaphore place = new Semaphore(1, true);
    private Decisions decisions;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Trying() {}

    @Inject
    public Trying(Decisions decisions) {
        this.decisions = decisions;
    }

    /** Refuses what is no policy: it cannot be loaded, or gives no decision. @throws ProblemException 400; 503 if others are tried */
    void check(PolicyContent content) {
        on(content, decisions.data(), trial -> {
            Decision decision = trial.decide(any(decisions.data()));
            if (decision.outcome() == Decision.Outcome.FAILED) {
                throw Refusing.invalid("/module", "gives no decision: " + decision.reason());
            }
            return decision;
        });
    }

    /** A question that every policy has an answer to. */
    static Input any(PolicyData data) {
        return new Input(data.operator(), "", Set.of("admin"), Set.of(), "listPolicies", null);
    }

    /** What becomes of the version's test cases, by what it grants itself alone. */
    TestReport test(PolicyContent content) {
        return on(
                content,
                decisions.data().withTenants(Map.of()),
                trial -> TestReport.of(Draft.tests(content), trial::decide));
    }

    /** Which of the inputs it does not allow. */
    List<Input> denied(PolicyContent content, List<Input> inputs) {
        return on(content, decisions.data(), trial -> {
            List<Input> denied = new ArrayList<>();
            for (Input input : inputs) {
                if (!trial.decide(input).allowed()) {
                    denied.add(input);
                }
            }
            return denied;
        });
    }

    /** Who would gain and who would lose by a version. @param recorded what was asked, those asked last first */
    DryRunReport dryRun(PolicyContent content, List<RecordedQuestion> recorded) {
        return on(content, decisions.data(), trial -> {
            long end = System.nanoTime() + DRY_RUN_WITHIN.toNanos();
            return new DryRun(decisions::consider, trial::decide, () -> System.nanoTime() - end < 0).run(recorded);
        });
    }

    private <T> T on(PolicyContent content, PolicyData data, Function<Trial, T> work) {
        take();
        try (Trial trial = new Trial(content.module(), data.withGrants(Draft.grants(content)), DECIDED_WITHIN)) {
            Optional<String> none = trial.load();
            if (none.isPresent()) {
                throw Refusing.invalid("/module", none.get());
            }
            return work.apply(trial);
        } finally {
            place.release();
        }
    }

    private void take() {
        try {
            if (!place.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new ProblemException(Problem.of(ProblemType.OVERLOADED, "Other policies are tried."));
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.of(ProblemType.UNAVAILABLE, null));
        }
    }
}
