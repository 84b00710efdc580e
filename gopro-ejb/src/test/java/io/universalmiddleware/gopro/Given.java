package io.universalmiddleware.gopro;

import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.spi.Aggregate;
import io.universalmiddleware.contracts.spi.CommandContext;
import io.universalmiddleware.contracts.spi.CommandHandler;
import io.universalmiddleware.contracts.spi.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What has happened before a command comes: events by aggregate. */
public final class Given {
    private final Map<String, List<Object>> streams = new HashMap<>();

    public static Given nothing() {
        return new Given();
    }

    /** Events of one aggregate, after those it already has. */
    public Given events(String aggregateId, Object... events) {
        streams.computeIfAbsent(aggregateId, id -> new ArrayList<>()).addAll(List.of(events));
        return this;
    }

    /** What the handler makes of the command. */
    public <C> Outcome when(CommandHandler<C> handler, String aggregateId, C command) {
        return handler.handle(command, new Context(aggregateId));
    }

    private final class Context implements CommandContext {
        private final String aggregateId;

        private Context(String aggregateId) {
            this.aggregateId = aggregateId;
        }

        @Override
        public CommandId commandId() {
            return new CommandId(new UUID(7, 7));
        }

        @Override
        public TenantId tenant() {
            return new TenantId("acme");
        }

        @Override
        public String aggregateId() {
            return aggregateId;
        }

        @Override
        public String principal() {
            return "teacher";
        }

        @Override
        public Set<String> roles() {
            return Set.of("user");
        }

        @Override
        public Instant acceptedAt() {
            return Instant.EPOCH;
        }

        @Override
        public <S> S state(Aggregate<S> aggregate) {
            return state(aggregate, aggregateId);
        }

        @Override
        public <S> S state(Aggregate<S> aggregate, String id) {
            S state = aggregate.initial();
            for (Object event : streams.getOrDefault(id, List.of())) {
                state = aggregate.evolve().apply(state, event);
            }
            return state;
        }
    }
}
