package io.universalmiddleware.processor.handling;

import io.universalmiddleware.contracts.keyed.Task;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import io.universalmiddleware.persistence.deadletter.ParkedKey;
import io.universalmiddleware.persistence.deadletter.Turn;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Makes the task that brings a command to its end. All tasks of one maker know of the same outage of the database. */
public final class CommandTasks {
    private final HandlingCommand handling;
    private final Backoff backoff;
    private final HandlingMetrics metrics;
    private final Spans spans;
    private final StoreOutage outage;

    public CommandTasks(HandlingCommand handling, Backoff backoff, HandlingMetrics metrics, Spans spans) {
        this(handling, backoff, metrics, spans, new StoreOutage(System::nanoTime));
    }

    CommandTasks(HandlingCommand handling, Backoff backoff, HandlingMetrics metrics, Spans spans, StoreOutage outage) {
        this.handling = handling;
        this.backoff = backoff;
        this.metrics = metrics;
        this.spans = spans;
        this.outage = outage;
    }

    /**
     * The task of a command that Kafka has delivered, to be run once by one thread at a time.
     *
     * @param startedAt when this node took the command up
     */
    public Task of(ReceivedCommand command, Instant startedAt) {
        return new CommandTask(this, command, startedAt, new FromTopic());
    }

    /** As {@link #of}, of a record that is no command. */
    public Task of(KeptMessage message, MalformedRecordException why, Instant startedAt) {
        return new CommandTask(this, message, why, startedAt, new FromTopic());
    }

    /** The task that works a parked key off until it is free, or stands before an undecided letter, or the node stops. */
    public Task working(ParkedKey key, Clock clock, BooleanSupplier stopping) {
        return new QueueTask(this, key, clock, stopping);
    }

    /** The task of what is next for a parked key. */
    Task of(Turn turn, KeptMessage message, Instant startedAt) {
        FromQueue taking = new FromQueue(turn);
        try {
            return new CommandTask(this, CommandReader.read(message), startedAt, taking);
        } catch (MalformedRecordException why) {
            return new CommandTask(this, message, why, startedAt, taking);
        }
    }

    HandlingCommand handling() {
        return handling;
    }

    Backoff backoff() {
        return backoff;
    }

    HandlingMetrics metrics() {
        return metrics;
    }

    Spans spans() {
        return spans;
    }

    StoreOutage outage() {
        return outage;
    }
}
