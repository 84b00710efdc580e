package io.universalmiddleware.processor.handling;

import io.universalmiddleware.contracts.keyed.Task;
import io.universalmiddleware.contracts.keyed.Verdict;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import io.universalmiddleware.persistence.deadletter.ParkedKey;
import io.universalmiddleware.persistence.deadletter.Turn;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works a parked key off, message by message: the letter that is to be tried again, then what waits behind it, in order.
 *
 * <p>Ends when the key is free, when a message fails for good and waits for an operator, or when another node is at the key. It may
 * be ended anywhere: whoever finds the key due goes on where it stopped.
 */
final class QueueTask implements Task {
    private static final Logger LOG = LoggerFactory.getLogger(QueueTask.class);

    private final CommandTasks tasks;
    private final ParkedKey key;
    private final Clock clock;
    private final BooleanSupplier stopping;
    private @Nullable Task current;

    QueueTask(CommandTasks tasks, ParkedKey key, Clock clock, BooleanSupplier stopping) {
        this.tasks = tasks;
        this.key = key;
        this.clock = clock;
        this.stopping = stopping;
    }

    @Override
    public Verdict run() {
        if (stopping.getAsBoolean()) {
            return new Verdict.Done();
        }
        @Nullable Task task = current == null ? next() : current;
        if (task == null) {
            return new Verdict.Done();
        }
        Verdict verdict = task.run();
        current = verdict instanceof Verdict.Again ? task : null;
        return verdict instanceof Verdict.Again ? verdict : new Verdict.Again(Duration.ZERO);
    }

    private @Nullable Task next() {
        try {
            Turn turn = tasks.handling().next(key);
            if (turn instanceof Turn.Retry retry) {
                return of(turn, retry.letter().message());
            }
            return turn instanceof Turn.Next waiting ? of(turn, waiting.message()) : null;
        } catch (RuntimeException fault) {
            LOG.debug("Key {} could not be looked at", key.key(), fault);
            return null;
        }
    }

    private Task of(Turn turn, KeptMessage message) {
        return tasks.of(turn, message, clock.instant());
    }
}
