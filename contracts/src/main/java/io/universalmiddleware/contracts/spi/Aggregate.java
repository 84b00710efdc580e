package io.universalmiddleware.contracts.spi;

import java.util.List;
import java.util.function.BiFunction;

/**
 * An aggregate is a state that is the fold of its own events.
 *
 * @param type the name of the aggregate's type: {@code gopro.Enrolment}
 * @param events the event records that its streams hold, each with {@link EventType}
 * @param initial the state before the first event
 * @param evolve the state after one more event; pure, and never refusing what happened
 * @param <S> an immutable state
 */
public record Aggregate<S>(String type, List<Class<?>> events, S initial, BiFunction<S, Object, S> evolve) {
    public Aggregate {
        events = List.copyOf(events);
    }
}
