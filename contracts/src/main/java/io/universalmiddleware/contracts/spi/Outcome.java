package io.universalmiddleware.contracts.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outcome of handling a command. */
public sealed interface Outcome {

    /**
     * The command took effect.
     *
     * @param events what happened, in order: records with {@link EventType}, appended to the command's aggregate
     * @param result what the client is answered, any record or map; null for nothing
     */
    record Succeeded(List<Object> events, @Nullable Object result) implements Outcome {
        public Succeeded {
            events = List.copyOf(events);
        }
    }

    /**
     * A rule rejects the command; nothing happened.
     *
     * @param rule the rule's stable name in kebab case: {@code already-enrolled}
     * @param detail the reason, for people
     */
    record Rejected(String rule, String detail) implements Outcome {}

    static Outcome succeeded(Object... events) {
        return new Succeeded(List.of(events), null);
    }

    static Outcome rejected(String rule, String detail) {
        return new Rejected(rule, detail);
    }
}
