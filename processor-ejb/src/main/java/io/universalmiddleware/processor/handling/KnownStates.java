package io.universalmiddleware.processor.handling;

import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.spi.Aggregate;
import io.universalmiddleware.persistence.event.EventRepository;
import io.universalmiddleware.persistence.event.StoredEvent;
import io.universalmiddleware.persistence.event.StreamTail;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The states of aggregates as this node last folded them, so that a command reads only what has happened since.
 *
 * <p>Every read asks the database, in its transaction, what follows the last event that is known here, and whether that is still the
 * one that it knows: then what stands before it is the same too, since streams are only ever appended to. The states used
 * last are kept, as long as the events that they are made of have less than {@value #MOST_BYTES} bytes.
 */
final class KnownStates {
    private static final long MOST_BYTES = 16L << 20;
    private static final int BYTES_AN_EVENT = 200;

    private final EventCodec codec;
    private final Map<Key, State<?>> kept = new LinkedHashMap<>(64, 0.75f, true); // this and the next: guarded by this
    private long bytes;

    KnownStates(EventCodec codec) {
        this.codec = codec;
    }

    /** The state of a stream, all of its events folded. */
    <S> State<S> read(AggregateRef ref, Aggregate<S> aggregate, EventRepository events) {
        Key key = new Key(ref, aggregate);
        @Nullable State<S> known = known(key);
        if (known != null) {
            StreamTail tail = events.tail(ref, known.version());
            if (known.last().equals(tail.last())) {
                return tail.after().isEmpty() ? known : keep(key, fold(aggregate, known, tail.after()));
            } // else another database, or one that was set back
        }
        State<S> none = new State<>(new UUID(0, 0), 0, aggregate.initial(), 0);
        return keep(key, fold(aggregate, none, events.load(ref)));
    }

    private <S> State<S> fold(Aggregate<S> aggregate, State<S> before, List<StoredEvent> more) {
        State<S> state = before;
        for (StoredEvent event : more) {
            state = new State<>(
                    event.id(),
                    event.sequence(),
                    aggregate.evolve().apply(state.value(), codec.read(event, aggregate)),
                    state.bytes() + BYTES_AN_EVENT + 2L * event.data().length());
        }
        return state;
    }

    @SuppressWarnings("unchecked") // the key holds the aggregate, which makes states of one type
    private synchronized <S> @Nullable State<S> known(Key key) {
        return (State<S>) kept.get(key);
    }

    /** That of an empty stream is not kept; one that is made of more than all room neither. */
    private synchronized <S> State<S> keep(Key key, State<S> state) {
        @Nullable State<?> before = kept.remove(key);
        bytes -= before == null ? 0 : before.bytes();
        if (state.version() > 0 && state.bytes() <= MOST_BYTES) {
            kept.put(key, state);
            bytes += state.bytes();
        }
        for (Iterator<State<?>> eldest = kept.values().iterator(); bytes > MOST_BYTES; ) {
            bytes -= eldest.next().bytes();
            eldest.remove();
        }
        return state;
    }

    private record Key(AggregateRef ref, Aggregate<?> aggregate) {}

    /**
     * A state and what it is made of.
     *
     * @param last the id of the last event
     * @param version the sequence of the last event; 0 if there is none
     * @param bytes of all events, roughly
     */
    record State<S>(UUID last, long version, S value, long bytes) {}
}
