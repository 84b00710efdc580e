package io.universalmiddleware.processor.handling;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.contracts.spi.CommandHandler;
import io.universalmiddleware.contracts.spi.EventType;
import io.universalmiddleware.contracts.spi.Outcome;
import io.universalmiddleware.persistence.event.StoredEvent;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries a command out.
 *
 * <p>The inbox row, the handler's effect, its events, their messages, the settlement and its message commit together or not at
 * all; so however often a command comes, its effect happens once. A rejected command leaves the settlement alone.
 */
public final class HandlingCommand {
    /** The name of this consumer in the inbox. */
    public static final String CONSUMER = "processor";

    private final HandlerRegistry handlers;
    private final Transactions transactions;
    private final Settling settling;
    private final ObjectMapper json;
    private final Clock clock;
    private final EventCodec codec;

    public HandlingCommand(
            HandlerRegistry handlers, Transactions transactions, Settling settling, ObjectMapper json, Clock clock) {
        this.handlers = handlers;
        this.transactions = transactions;
        this.settling = settling;
        this.json = json;
        this.clock = clock;
        this.codec = new EventCodec(json);
    }

    /**
     * One attempt.
     *
     * @return anything but {@link Handled.Rejected}
     * @throws RuntimeException for a fault; {@link FaultKind} says what helps
     */
    Handled handle(ReceivedCommand command, Attempt attempt) {
        CommandHandler<?> handler = handlers.find(command.type(), command.version())
                .orElseThrow(() -> new UnusableCommandException(
                        "no handler for " + command.type() + " version " + command.version(), null));
        Handled handled = call(handler, command, attempt);
        return handled instanceof Handled.Rejected rejected ? reject(command, attempt, rejected.why()) : handled;
    }

    /** Settles a command as dead, with what stopped it. */
    Handled giveUp(ReceivedCommand command, Attempt attempt, Throwable cause) {
        return settle(command, CommandStatus.DEAD, stores -> settling.givenUp(stores, command, attempt, cause));
    }

    private Handled reject(ReceivedCommand command, Attempt attempt, Outcome.Rejected why) {
        return settle(command, CommandStatus.FAILED, stores -> settling.rejected(stores, command, attempt, why));
    }

    private Handled settle(ReceivedCommand command, CommandStatus status, Settlement settlement) {
        return transactions.call(
                stores -> {
                    if (!stores.inbox().add(CONSUMER, command.id().value())) {
                        return new Handled.Duplicate();
                    }
                    return settlement.in(stores) ? new Handled.Settled(status) : new Handled.NotAccepted();
                },
                answer -> answer instanceof Handled.Settled);
    }

    private <C> Handled call(CommandHandler<C> handler, ReceivedCommand command, Attempt attempt) {
        C payload = read(command, handler.accepts());
        return transactions.call(
                stores -> decide(handler, payload, command, attempt, stores),
                answer -> answer instanceof Handled.Settled);
    }

    private <C> Handled decide(
            CommandHandler<C> handler, C payload, ReceivedCommand command, Attempt attempt, Stores stores) {
        if (!stores.inbox().add(CONSUMER, command.id().value())) {
            return new Handled.Duplicate();
        }
        HandlerContext context = new HandlerContext(command, stores.events(), codec);
        Outcome outcome = handler.handle(payload, context);
        if (outcome instanceof Outcome.Rejected rejected) {
            return new Handled.Rejected(rejected);
        }
        Outcome.Succeeded succeeded = (Outcome.Succeeded) outcome;
        append(command, context, succeeded.events(), stores);
        return settling.succeeded(stores, command, attempt, succeeded.result())
                ? new Handled.Settled(CommandStatus.SUCCEEDED)
                : new Handled.NotAccepted();
    }

    private void append(ReceivedCommand command, HandlerContext context, List<Object> happened, Stores stores) {
        if (happened.isEmpty()) {
            return;
        }
        long sequence = context.version();
        Instant now = clock.instant();
        List<StoredEvent> events = new ArrayList<>();
        for (Object event : happened) {
            EventType type = EventCodec.typeOf(event.getClass());
            events.add(new StoredEvent(
                    Uuid7.next(clock),
                    command.aggregate(),
                    ++sequence,
                    type.name(),
                    type.version(),
                    codec.write(event),
                    command.id(),
                    command.trace().traceparent(),
                    now));
        }
        stores.events().append(events);
        stores.outbox()
                .appendAll(events.stream()
                        .map(event -> Envelopes.event(command, event))
                        .toList());
    }

    private <C> C read(ReceivedCommand command, Class<C> type) {
        @Nullable C payload;
        try {
            payload = json.readValue(command.payload(), type);
        } catch (IOException unreadable) {
            throw new UnusableCommandException(
                    "the payload is no " + command.type() + " version " + command.version(), unreadable);
        }
        if (payload == null) {
            throw new UnusableCommandException("the payload is null", null);
        }
        return payload;
    }

    @FunctionalInterface
    private interface Settlement {
        boolean in(Stores stores);
    }
}
