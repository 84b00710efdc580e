package io.universalmiddleware.command.intake;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.lifecycle.Workers;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.trace.Span;
import io.universalmiddleware.contracts.trace.Spans;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Accepts commands: concurrent ones share a transaction, in which each commits with its idempotency key and its outbox row.
 *
 * <p>No answer is given before its commit. Commands that one client sends one after the other are published in that order
 * if they are of one aggregate. What waits for a writer and what waits in the outbox is bounded; beyond that a
 * command is {@link Acceptance.Overloaded}.
 */
@ApplicationScoped
public class AcceptingCommand {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
    private static final double[] SIZES = {1, 2, 5, 10, 20, 50, 100, 200, 500};

    private static final Acceptance FULL = new Acceptance.Overloaded("Too many commands wait already.", 1);

    @Resource
    private ManagedThreadFactory threads;

    private CommittingCommands committing;
    private IntakeGate gate;
    private IntakeSettings settings;
    private Spans spans;
    private WaitingRoom room;
    private DistributionSummary batches;
    private final Workers writers = new Workers(STOP_WITHIN);

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected AcceptingCommand() {}

    @Inject
    AcceptingCommand(
            CommittingCommands committing, IntakeGate gate, Settings settings, MeterRegistry meters, Spans spans) {
        this.committing = committing;
        this.gate = gate;
        this.spans = spans;
        this.settings = IntakeSettings.from(settings);
        this.room = new WaitingRoom(this.settings.room(), System::nanoTime);
        this.batches = DistributionSummary.builder("um_command_batch")
                .description("Commands that were committed in one transaction")
                .serviceLevelObjectives(SIZES)
                .register(meters);
        Gauge.builder("um_command_waiting", room, WaitingRoom::size)
                .description("Commands that wait for a writer")
                .register(meters);
    }

    /** Starts the writers; before that nothing is accepted. */
    void start() {
        for (int i = 0; i < settings.writers(); i++) {
            BatchWriter writer = new BatchWriter(room, this::commit, batches::record);
            writers.begin(threads, "um-intake-" + i, writer, room::close);
        }
    }

    /**
     * Accepts. Returns at once; the stage completes on a writer's thread, exceptionally only for a command that cannot be
     * written.
     */
    CompletionStage<Acceptance> accept(Submission submission, Sender sender, Optional<IdempotencyKey> key, int bytes) {
        Optional<Acceptance> refusal = gate.refusal();
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(refusal.get());
        }
        return spans.on()
                ? enterTraced(submission, sender, key, bytes)
                : enter(new PendingCommand(submission, sender, key, bytes));
    }

    private CompletionStage<Acceptance> enterTraced(
            Submission submission, Sender sender, Optional<IdempotencyKey> key, int bytes) {
        Span span = spans.start("accept command", Span.Kind.INTERNAL, sender.trace())
                .set("um.tenant", sender.tenant().value())
                .set("um.message.type", submission.type());
        return enter(new PendingCommand(submission, sender.in(span.context()), key, bytes))
                .whenComplete((acceptance, fault) -> {
                    if (acceptance instanceof Acceptance.Accepted accepted) {
                        span.set("um.command.id", accepted.command().toString());
                    } else if (fault != null) {
                        span.failed(fault);
                    }
                    span.close();
                });
    }

    private CompletionStage<Acceptance> enter(PendingCommand pending) {
        if (room.enter(pending)) {
            return pending.answer();
        }
        room.expel().forEach(overdue -> overdue.answer().complete(BatchWriter.OVERDUE));
        return CompletableFuture.completedFuture(FULL);
    }

    private List<Acceptance> commit(List<PendingCommand> batch) {
        return committing.commit(batch, settings.keyLife());
    }

    /** Writes what waits, then ends the writers. Called after the listeners have stopped. */
    @PreDestroy
    void stop() {
        room.close();
        writers.stop();
    }
}
