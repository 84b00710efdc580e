package io.universalmiddleware.processor.handling;

import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.processor.keyed.Task;
import java.time.Instant;

/** Makes the task that brings a command to its end. All tasks of one maker know of the same outage of the database. */
public final class CommandTasks {
    private final HandlingCommand handling;
    private final Backoff backoff;
    private final HandlingMetrics metrics;
    private final Spans spans;
    private final StoreOutage outage = new StoreOutage(System::nanoTime);

    public CommandTasks(HandlingCommand handling, Backoff backoff, HandlingMetrics metrics, Spans spans) {
        this.handling = handling;
        this.backoff = backoff;
        this.metrics = metrics;
        this.spans = spans;
    }

    /**
     * The command's task, to be run once by one thread at a time.
     *
     * @param startedAt when this node took the command up
     */
    public Task of(ReceivedCommand command, Instant startedAt) {
        return new CommandTask(this, command, startedAt);
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
