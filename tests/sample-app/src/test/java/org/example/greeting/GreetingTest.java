package org.example.greeting;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.spi.Aggregate;
import io.universalmiddleware.contracts.spi.CommandContext;
import io.universalmiddleware.contracts.spi.EventMetadata;
import io.universalmiddleware.contracts.spi.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.example.greeting.GreetingsProjection.Greetings;
import org.junit.jupiter.api.Test;

/** How an application is tested without a platform: events before, a command, what comes of it. */
class GreetingTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final CommandId COMMAND = new CommandId(new UUID(7, 7));

    @Test
    void greets() {
        assertThat(new Greeting().handle(new Greet("ann", "Hello"), after()))
                .isEqualTo(Outcome.succeeded(new Greeted("ann", "Hello")));
    }

    @Test
    void saysNothingTwiceInARow() {
        assertThat(new Greeting().handle(new Greet("ann", "Hello"), after(new Greeted("ann", "Hello"))))
                .isEqualTo(Outcome.rejected("already-said", "'Hello' was said just before."));
    }

    @Test
    void remembersHowOftenAndTheLastWords() {
        GreetingsProjection projection = new GreetingsProjection();
        EventMetadata metadata = new EventMetadata(
                new UUID(7, 8), new AggregateRef(ACME, "greeting.Person", "ann"), 1, COMMAND, Instant.EPOCH);

        Greetings first = projection.apply(null, "ann", new Greeted("ann", "Hello"), metadata);
        Greetings second = projection.apply(first, "ann", new Greeted("ann", "Good day"), metadata);

        assertThat(projection.keys(new Greeted("ann", "Hello"), metadata)).containsExactly("ann");
        assertThat(second).isEqualTo(new Greetings("ann", 2, "Good day"));
    }

    private static CommandContext after(Object... events) {
        return new Happened(List.of(events));
    }

    private record Happened(List<Object> events) implements CommandContext {
        @Override
        public CommandId commandId() {
            return COMMAND;
        }

        @Override
        public TenantId tenant() {
            return ACME;
        }

        @Override
        public String aggregateId() {
            return "ann";
        }

        @Override
        public String principal() {
            return "bob";
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
            S state = aggregate.initial();
            for (Object event : events) {
                state = aggregate.evolve().apply(state, event);
            }
            return state;
        }

        @Override
        public <S> S state(Aggregate<S> aggregate, String aggregateId) {
            return aggregateId.equals(aggregateId()) ? state(aggregate) : aggregate.initial();
        }
    }
}
