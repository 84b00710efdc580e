package io.universalmiddleware.processor.handling;

import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
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
    void handled(KeptMessage message, Handled handled, Duration took) {
        registry.timer("um.processor.handling", "type", type(message), "outcome", outcome(handled))
                .record(took);
        if (handled instanceof Handled.Settled settled && settled.status() == CommandStatus.DEAD) {
            registry.counter("um.dead.letters", "consumer", message.consumer(), "type", type(message))
                    .increment();
        }
    }

    void retried(KeptMessage message, FaultKind kind) {
        registry.counter(
                        "um.processor.retries",
                        "type",
                        type(message),
                        "fault",
                        kind.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    private String type(KeptMessage message) {
        return handlers.knows(message.type()) ? message.type() : "unknown";
    }

    private static String outcome(Handled handled) {
        if (handled instanceof Handled.Settled settled) {
            return settled.status().wire();
        }
        return handled instanceof Handled.Parked ? "parked" : "duplicate";
    }
}
