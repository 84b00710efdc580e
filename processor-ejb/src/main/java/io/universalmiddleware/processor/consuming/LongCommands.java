package io.universalmiddleware.processor.consuming;

import io.universalmiddleware.processor.handling.MarkingStarted;
import io.universalmiddleware.processor.handling.ReceivedCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Has commands marked as taken up that are not done {@link #AFTER} a while. Most are settled by then, and their settlement says
 * when they were started: marking them before would cost each a write, and the wait for it.
 */
final class LongCommands {
    /** How long a command may take before people can see that it was taken up. */
    static final Duration AFTER = Duration.ofMillis(200);

    private final MarkingStarted marking;
    private final ScheduledExecutorService later;

    /** @param later may block */
    LongCommands(MarkingStarted marking, ScheduledExecutorService later) {
        this.marking = marking;
        this.later = later;
    }

    /** @param commands with what completes when each is done; not changed any more */
    void watch(Map<ReceivedCommand, CompletableFuture<Void>> commands, Instant startedAt) {
        if (commands.isEmpty()) {
            return;
        }
        try {
            var unused = later.schedule(() -> mark(commands, startedAt), AFTER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            return; // what is not done comes again elsewhere
        }
    }

    private void mark(Map<ReceivedCommand, CompletableFuture<Void>> commands, Instant startedAt) {
        List<ReceivedCommand> left = commands.entrySet().stream()
                .filter(each -> !each.getValue().isDone())
                .map(Map.Entry::getKey)
                .toList();
        if (!left.isEmpty()) {
            marking.mark(left, startedAt);
        }
    }
}
