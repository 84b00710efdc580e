package io.universalmiddleware.processor.handling;

import io.universalmiddleware.contracts.keyed.Task;
import io.universalmiddleware.contracts.keyed.Verdict;
import io.universalmiddleware.contracts.log.LogContext;
import io.universalmiddleware.persistence.deadletter.Cause;
import io.universalmiddleware.persistence.deadletter.Failure;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import io.universalmiddleware.persistence.deadletter.LetterReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one command to its end, attempt by attempt.
 *
 * <p>Three ways out: it is settled, or waits behind a dead letter of its key; a passing fault or a failing handler has it tried again
 * after a delay, with its key waiting; it is given up, at once if no attempt can help, else after the last one, and becomes a dead
 * letter. Nothing of it escapes to other keys, but that the database is away: then all wait.
 */
final class CommandTask implements Task {
    private static final Logger LOG = LoggerFactory.getLogger(CommandTask.class);

    private final CommandTasks tasks;
    private final KeptMessage message;
    private final @Nullable ReceivedCommand command;
    private final Instant startedAt;
    private final Taking taking;
    private int calls;
    private int failures;
    private int retries;
    private @Nullable Throwable givingUp;

    CommandTask(CommandTasks tasks, ReceivedCommand command, Instant startedAt, Taking taking) {
        this(tasks, command.message(), command, null, startedAt, taking);
    }

    CommandTask(
            CommandTasks tasks, KeptMessage message, MalformedRecordException why, Instant startedAt, Taking taking) {
        this(tasks, message, null, why, startedAt, taking);
    }

    private CommandTask(
            CommandTasks tasks,
            KeptMessage message,
            @Nullable ReceivedCommand command,
            @Nullable Throwable givingUp,
            Instant startedAt,
            Taking taking) {
        this.tasks = tasks;
        this.message = message;
        this.command = command;
        this.givingUp = givingUp;
        this.startedAt = startedAt;
        this.taking = taking;
    }

    @Override
    public Verdict run() {
        Duration delay = tasks.outage().delay();
        if (!delay.isZero()) {
            return new Verdict.Again(delay);
        }
        try (var traceId = LogContext.with("traceId", message.traceId());
                var tenant = LogContext.with(
                        "tenant",
                        message.tenant() == null ? null : message.tenant().value());
                var user = LogContext.with("user", command == null ? null : command.principal());
                var commandId = LogContext.with(
                        "commandId", command == null ? null : command.id().toString())) {
            return command == null ? attempt(this::giveUp) : attempt(command);
        }
    }

    private Verdict attempt(ReceivedCommand received) {
        try (HandlerSpan span = new HandlerSpan(tasks.spans(), received)) {
            ReceivedCommand within = received.within(span.context());
            return attempt(() -> {
                try {
                    return carryOut(within);
                } catch (RuntimeException | Error fault) {
                    span.failed(fault);
                    throw fault;
                }
            });
        }
    }

    private Verdict attempt(Supplier<Handled> work) {
        long start = System.nanoTime();
        try {
            Handled handled = work.get();
            tasks.outage().ends();
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            tasks.metrics().handled(message, handled, taken);
            LOG.debug("Brought a {} to its end in {} ms", message.type(), taken.toMillis());
            return new Verdict.Done();
        } catch (RuntimeException | Error fault) { // an application's error is its own
            return afterFault(fault);
        }
    }

    private Handled carryOut(ReceivedCommand within) {
        if (givingUp != null) {
            Attempt last = new Attempt(taking.attempts() + calls, startedAt);
            return tasks.handling().giveUp(within, last, givingUp, failure(givingUp), taking);
        }
        calls++;
        return tasks.handling().handle(within, new Attempt(taking.attempts() + calls, startedAt), taking);
    }

    private Handled giveUp() {
        return tasks.handling().bury(message, failure(Objects.requireNonNull(givingUp)), taking);
    }

    private Failure failure(Throwable fault) {
        LetterReason reason = fault instanceof MalformedRecordException || fault instanceof UnusableCommandException
                ? LetterReason.MALFORMED
                : FaultKind.of(fault) == FaultKind.PERMANENT ? LetterReason.PERMANENT : LetterReason.EXHAUSTED;
        return new Failure(reason, Cause.of(fault), Math.max(1, calls), startedAt);
    }

    private Verdict afterFault(Throwable fault) {
        LOG.debug("Attempt {} at a {} failed", calls, message.type(), fault);
        FaultKind kind = FaultKind.of(fault);
        if (kind == FaultKind.AWAY) {
            tasks.outage().begins();
            tasks.metrics().retried(message, kind);
            return new Verdict.Again(tasks.outage().delay());
        }
        tasks.outage().ends();
        if (givingUp == null && isLast(kind)) {
            LOG.error("Giving up a {} after {} attempts", message.type(), calls, fault);
            givingUp = fault;
            return new Verdict.Again(Duration.ZERO);
        }
        retries++;
        tasks.metrics().retried(message, kind);
        return new Verdict.Again(tasks.backoff().before(retries));
    }

    private boolean isLast(FaultKind kind) {
        return kind == FaultKind.PERMANENT
                || (kind == FaultKind.HANDLER && ++failures >= tasks.backoff().attempts());
    }
}
