package io.universalmiddleware.processor.handling;

import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.spi.Aggregate;
import io.universalmiddleware.contracts.spi.CommandContext;
import io.universalmiddleware.persistence.event.EventRepository;
import io.universalmiddleware.persistence.event.StoredEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The context of one attempt at one command: each stream is read once, in the attempt's transaction. */
final class HandlerContext implements CommandContext {
    private final ReceivedCommand command;
    private final EventRepository events;
    private final EventCodec codec;
    private final Map<AggregateRef, List<StoredEvent>> streams = new HashMap<>();

    HandlerContext(ReceivedCommand command, EventRepository events, EventCodec codec) {
        this.command = command;
        this.events = events;
        this.codec = codec;
    }

    @Override
    public CommandId commandId() {
        return command.id();
    }

    @Override
    public TenantId tenant() {
        return command.aggregate().tenant();
    }

    @Override
    public String aggregateId() {
        return command.aggregate().id();
    }

    @Override
    public String principal() {
        return command.principal();
    }

    @Override
    public Instant acceptedAt() {
        return command.acceptedAt();
    }

    @Override
    public <S> S state(Aggregate<S> aggregate) {
        if (!aggregate.type().equals(command.aggregate().type())) {
            throw new IllegalArgumentException(command.type() + " is for an aggregate of type "
                    + command.aggregate().type() + ", not " + aggregate.type());
        }
        return fold(aggregate, command.aggregate());
    }

    @Override
    public <S> S state(Aggregate<S> aggregate, String aggregateId) {
        return fold(aggregate, new AggregateRef(tenant(), aggregate.type(), aggregateId));
    }

    /** The sequence of the last event of the command's own aggregate as the handler saw it; 0 if there is none. */
    long version() {
        List<StoredEvent> own = stream(command.aggregate());
        return own.isEmpty() ? 0 : own.get(own.size() - 1).sequence();
    }

    private <S> S fold(Aggregate<S> aggregate, AggregateRef ref) {
        S state = aggregate.initial();
        for (StoredEvent event : stream(ref)) {
            state = aggregate.evolve().apply(state, codec.read(event, aggregate));
        }
        return state;
    }

    private List<StoredEvent> stream(AggregateRef ref) {
        return streams.computeIfAbsent(ref, events::load);
    }
}
