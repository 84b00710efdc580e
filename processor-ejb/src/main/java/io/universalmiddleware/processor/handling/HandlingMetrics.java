package io.universalmiddleware.processor.handling;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;

/** Counts and times what became of commands. Types that nobody handles share the tag {@code unknown}. */
public final class HandlingMetrics {
    private final MeterRegistry registry;
    private final HandlerRegistry handlers;

    public HandlingMetrics(MeterRegistry registry, HandlerRegistry handlers) {
        this.registry = registry;
        this.handlers = handlers;
    }

    /** @param took the attempt that ended it, in the handler and its transaction */
    void handled(ReceivedCommand command, Handled handled, Duration took) {
        registry.timer("um.processor.handling", "type", type(command), "outcome", outcome(handled))
                .record(took);
    }

    void retried(ReceivedCommand command, FaultKind kind) {
        registry.counter(
                        "um.processor.retries",
                        "type",
                        type(command),
                        "fault",
                        kind.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    private String type(ReceivedCommand command) {
        return handlers.knows(command.type()) ? command.type() : "unknown";
    }

    private static String outcome(Handled handled) {
        if (handled instanceof Handled.Settled settled) {
            return settled.status().wire();
        }
        return handled instanceof Handled.Duplicate ? "duplicate" : "not-accepted";
    }
}
