package io.universalmiddleware.processor.handling;

import io.universalmiddleware.contracts.log.LogContext;
import io.universalmiddleware.processor.keyed.Task;
import io.universalmiddleware.processor.keyed.Verdict;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one command to its end, attempt by attempt.
 *
 * <p>Three ways out: it is settled; a passing fault or a failing handler has it tried again after a delay, with its key waiting;
 * it is given up, at once if no attempt can help, else after the last one. Nothing of it escapes to other commands, but that the
 * database is away: then all wait.
 */
final class CommandTask implements Task {
    private static final Logger LOG = LoggerFactory.getLogger(CommandTask.class);

    private final CommandTasks tasks;
    private final ReceivedCommand command;
    private final Instant startedAt;
    private int calls;
    private int failures;
    private int retries;
    private @Nullable Throwable givingUp;

    CommandTask(CommandTasks tasks, ReceivedCommand command, Instant startedAt) {
        this.tasks = tasks;
        this.command = command;
        this.startedAt = startedAt;
    }

    @Override
    public Verdict run() {
        Duration delay = tasks.outage().delay();
        if (!delay.isZero()) {
            return new Verdict.Again(delay);
        }
        try (var traceId = LogContext.with("traceId", command.trace().traceId());
                var tenant =
                        LogContext.with("tenant", command.aggregate().tenant().value());
                var user = LogContext.with("user", command.principal());
                var commandId = LogContext.with("commandId", command.id().toString());
                HandlerSpan span = new HandlerSpan(tasks.spans(), command)) {
            return attempt(span);
        }
    }

    private Verdict attempt(HandlerSpan span) {
        long start = System.nanoTime();
        try {
            Handled handled = carryOut(command.within(span.context()));
            tasks.outage().ends();
            tasks.metrics().handled(command, handled, Duration.ofNanos(System.nanoTime() - start));
            if (handled instanceof Handled.NotAccepted) {
                LOG.warn("Dropped a {} that is not waiting to be handled", command.type());
            }
            return new Verdict.Done();
        } catch (RuntimeException | Error fault) { // an application's error is its own
            span.failed(fault);
            return afterFault(fault);
        }
    }

    private Handled carryOut(ReceivedCommand within) {
        if (givingUp != null) {
            return tasks.handling().giveUp(within, new Attempt(calls, startedAt), givingUp);
        }
        calls++;
        return tasks.handling().handle(within, new Attempt(calls, startedAt));
    }

    private Verdict afterFault(Throwable fault) {
        LOG.debug("Attempt {} at a {} failed", calls, command.type(), fault);
        FaultKind kind = FaultKind.of(fault);
        if (kind == FaultKind.AWAY) {
            tasks.outage().begins();
            tasks.metrics().retried(command, kind);
            return new Verdict.Again(tasks.outage().delay());
        }
        tasks.outage().ends();
        if (givingUp == null && isLast(kind)) {
            LOG.error("Giving up a {} after {} attempts", command.type(), calls, fault);
            givingUp = fault;
            return new Verdict.Again(Duration.ZERO);
        }
        retries++;
        tasks.metrics().retried(command, kind);
        return new Verdict.Again(tasks.backoff().before(retries));
    }

    private boolean isLast(FaultKind kind) {
        return kind == FaultKind.PERMANENT
                || (kind == FaultKind.HANDLER && ++failures >= tasks.backoff().attempts());
    }
}
