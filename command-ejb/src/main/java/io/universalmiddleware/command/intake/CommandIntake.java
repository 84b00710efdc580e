package io.universalmiddleware.command.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.universalmiddleware.command.caller.Caller;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.policy.Decision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The command intake reads, checks and accepts commands, and says what is answered, whatever door brought them.
 *
 * <p>202 and 200 are given only after the commit. With the database away it answers 503 within the data source's time
 * limits. It holds no thread: what waits is a stage.
 */
@ApplicationScoped
public class CommandIntake {
    private static final Logger LOG = LoggerFactory.getLogger(CommandIntake.class);
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private SubmissionReader reader;
    private SubmitPermission permission;
    private AcceptingCommand accepting;
    private CommandAnswers answers;
    private MeterRegistry meters;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected CommandIntake() {}

    @Inject
    CommandIntake(
            SubmissionReader reader,
            SubmitPermission permission,
            AcceptingCommand accepting,
            CommandAnswers answers,
            MeterRegistry meters) {
        this.reader = reader;
        this.permission = permission;
        this.accepting = accepting;
        this.answers = answers;
        this.meters = meters;
    }

    /** The largest body that it takes, in bytes. */
    int maxBodyBytes() {
        return reader.maxBytes();
    }

    /**
     * Takes a command, or says why not; never exceptionally. Only reading and checking is done before it returns.
     *
     * @param blocking runs the question to the policy, if its answer is not at hand
     */
    CompletionStage<CommandAnswer> submit(CommandCall call, Executor blocking) {
        Timer.Sample begun = Timer.start(meters);
        Caller caller = call.sender().caller();
        try {
            Optional<IdempotencyKey> key = IdempotencyKey.parse(call.key());
            SubmissionReader.Draft draft = reader.read(call.body());
            Optional<Decision> known = permission.now(caller, draft.definition());
            return known.isPresent()
                    ? decided(known.get(), draft, key, call, begun)
                    : CompletableFuture.supplyAsync(() -> permission.decide(caller, draft.definition()), blocking)
                            .thenCompose(decision -> decided(decision, draft, key, call, begun));
        } catch (ProblemException invalid) {
            return refused(invalid, call, begun);
        } catch (RejectedExecutionException closed) {
            return accepted(begun, new Acceptance.Unavailable(), null, call);
        }
    }

    private CompletionStage<CommandAnswer> decided(
            Decision decision,
            SubmissionReader.Draft draft,
            Optional<IdempotencyKey> key,
            CommandCall call,
            Timer.Sample begun) {
        try {
            permission.require(decision, call.sender().caller(), draft.definition());
            Submission submission = reader.check(call.sender().tenant(), draft);
            return accepting
                    .accept(submission, call.sender(), key, call.body().length)
                    .handle((acceptance, fault) -> accepted(begun, acceptance, fault, call))
                    .thenCompose(answer -> answer);
        } catch (ProblemException invalid) {
            return refused(invalid, call, begun);
        }
    }

    private CompletionStage<CommandAnswer> refused(ProblemException invalid, CommandCall call, Timer.Sample begun) {
        begun.stop(timer("invalid"));
        return CompletableFuture.completedFuture(answers.problem(invalid.problem(), call.requestId()));
    }

    /** The answer to a call whose body was not read to its end, since it is too large. */
    CommandAnswer tooLarge(@Nullable String requestId) {
        return answers.problem(reader.tooLarge(), requestId);
    }

    private CompletionStage<CommandAnswer> accepted(
            Timer.Sample begun, @Nullable Acceptance acceptance, @Nullable Throwable fault, CommandCall call) {
        if (acceptance == null) {
            begun.stop(timer("failed"));
            LOG.error(
                    "A command could not be written", fault instanceof CompletionException ? fault.getCause() : fault);
            return CompletableFuture.completedFuture(
                    answers.problem(Problem.of(ProblemType.INTERNAL, null), call.requestId()));
        }
        begun.stop(timer(acceptance.getClass().getSimpleName().toLowerCase(Locale.ROOT)));
        return answers.of(acceptance, call.sender().tenant(), WaitPreference.parse(call.prefer()), call.requestId());
    }

    private Timer timer(String outcome) {
        return timers.computeIfAbsent(
                outcome,
                name -> Timer.builder("um_command_accept")
                        .description("Time to read, check and commit a command")
                        .tag("outcome", name)
                        .serviceLevelObjectives(BUCKETS)
                        .register(meters));
    }
}
