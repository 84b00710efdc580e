package io.universalmiddleware.processor.handling;

import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.spi.Aggregate;
import io.universalmiddleware.contracts.spi.CommandContext;
import io.universalmiddleware.persistence.event.EventRepository;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The context of one attempt at one command: each state is read once, in the attempt's transaction. */
final class HandlerContext implements CommandContext {
    private final ReceivedCommand command;
    private final EventRepository events;
    private final KnownStates states;
    private final Map<Read, KnownStates.State<?>> read = new HashMap<>();
    private final Map<AggregateRef, Long> versions = new HashMap<>();

    HandlerContext(ReceivedCommand command, EventRepository events, KnownStates states) {
        this.command = command;
        this.events = events;
        this.states = states;
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
    public Set<String> roles() {
        return command.roles();
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
        return versions.computeIfAbsent(command.aggregate(), events::version);
    }

    @SuppressWarnings("unchecked") // the aggregate makes states of one type
    private <S> S fold(Aggregate<S> aggregate, AggregateRef ref) {
        KnownStates.State<S> state = (KnownStates.State<S>)
                read.computeIfAbsent(new Read(ref, aggregate), asked -> states.read(ref, aggregate, events));
        versions.putIfAbsent(ref, state.version());
        return state.value();
    }

    private record Read(AggregateRef ref, Aggregate<?> aggregate) {}
}
