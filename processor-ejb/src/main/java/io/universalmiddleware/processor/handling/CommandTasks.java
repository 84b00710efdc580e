package io.universalmiddleware.processor.handling;

import io.opentelemetry.api.trace.Tracer;
import io.universalmiddleware.processor.keyed.Task;
import java.time.Instant;

/** Makes the task that brings a command to its end. */
public record CommandTasks(HandlingCommand handling, Backoff backoff, HandlingMetrics metrics, Tracer tracer) {

    /**
     * The command's task, to be run once by one thread at a time.
     *
     * @param startedAt when this node took the command up
     */
    public Task of(ReceivedCommand command, Instant startedAt) {
        return new CommandTask(this, command, startedAt);
    }
}
