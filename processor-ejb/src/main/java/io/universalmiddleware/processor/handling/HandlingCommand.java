package io.universalmiddleware.processor.handling;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.contracts.spi.CommandHandler;
import io.universalmiddleware.contracts.spi.EventType;
import io.universalmiddleware.contracts.spi.Outcome;
import io.universalmiddleware.persistence.deadletter.Failure;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import io.universalmiddleware.persistence.deadletter.ParkedKey;
import io.universalmiddleware.persistence.deadletter.Turn;
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
 * all; so however often a command comes, its effect happens once. A rejected command leaves the settlement alone. A
 * command of a parked key is put into the key's queue instead.
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
    private final KnownStates states;

    public HandlingCommand(
            HandlerRegistry handlers, Transactions transactions, Settling settling, ObjectMapper json, Clock clock) {
        this.handlers = handlers;
        this.transactions = transactions;
        this.settling = settling;
        this.json = json;
        this.clock = clock;
        this.codec = new EventCodec(json);
        this.states = new KnownStates(codec);
    }

    /**
     * One attempt.
     *
     * @return anything but {@link Handled.Rejected}
     * @throws RuntimeException for a fault; {@link FaultKind} says what helps
     */
    Handled handle(ReceivedCommand command, Attempt attempt, Taking taking) {
        CommandHandler<?> handler = handlers.find(command.type(), command.version())
                .orElseThrow(() -> new UnusableCommandException(
                        "no handler for " + command.type() + " version " + command.version(), null));
        Handled handled = call(handler, command, attempt, taking);
        if (handled instanceof Handled.Rejected rejected) {
            return settle(
                    command,
                    CommandStatus.FAILED,
                    taking,
                    stores -> settling.rejected(stores, command, attempt, rejected.why()));
        }
        return handled instanceof Handled.SettledBefore ? passOver(command, taking) : handled;
    }

    /** Settles a command as dead, and makes it a dead letter that its key waits behind. */
    Handled giveUp(ReceivedCommand command, Attempt attempt, Throwable cause, Failure failure, Taking taking) {
        if (cause instanceof NotAcceptedException) {
            return bury(command.message().alone(), failure, taking);
        }
        Handled handled = settle(command, CommandStatus.DEAD, taking, stores -> {
            // of a command that nobody accepted there is a letter, and nothing to be told
            if (isAccepted(stores, command) && !settling.givenUp(stores, command, attempt, cause)) {
                return false;
            }
            taking.failed(stores, command.message(), failure);
            return true;
        });
        return handled instanceof Handled.SettledBefore ? passOver(command, taking) : handled;
    }

    /** Makes a message that is no command a dead letter. */
    Handled bury(KeptMessage message, Failure failure, Taking taking) {
        return transactions.call(
                stores -> taking.take(stores, message).orElseGet(() -> {
                    taking.failed(stores, message, failure);
                    return new Handled.Settled(CommandStatus.DEAD);
                }),
                Handled::commits);
    }

    /** What is to be done next for a parked key, at this moment. */
    Turn next(ParkedKey key) {
        return transactions.call(stores -> stores.parking().next(key));
    }

    private Handled settle(ReceivedCommand command, CommandStatus status, Taking taking, Settlement settlement) {
        return transactions.call(
                stores -> taking.take(stores, command.message()).orElseGet(() -> {
                    if (!settlement.in(stores)) {
                        return new Handled.SettledBefore();
                    }
                    if (status != CommandStatus.DEAD) {
                        taking.done(stores);
                    }
                    return new Handled.Settled(status);
                }),
                Handled::commits);
    }

    /** So that it does not wait any more, if it did. */
    private Handled passOver(ReceivedCommand command, Taking taking) {
        return transactions.call(
                stores -> taking.take(stores, command.message()).orElseGet(() -> {
                    taking.done(stores);
                    return new Handled.Duplicate();
                }),
                Handled::commits);
    }

    private <C> Handled call(CommandHandler<C> handler, ReceivedCommand command, Attempt attempt, Taking taking) {
        C payload = read(command, handler.accepts());
        return transactions.call(
                stores -> taking.take(stores, command.message())
                        .orElseGet(() -> decide(handler, payload, command, attempt, taking, stores)),
                Handled::commits);
    }

    private <C> Handled decide(
            CommandHandler<C> handler,
            C payload,
            ReceivedCommand command,
            Attempt attempt,
            Taking taking,
            Stores stores) {
        HandlerContext context = new HandlerContext(command, stores.events(), states);
        Outcome outcome = handler.handle(payload, context);
        if (outcome instanceof Outcome.Rejected rejected) {
            return new Handled.Rejected(rejected);
        }
        Outcome.Succeeded succeeded = (Outcome.Succeeded) outcome;
        List<StoredEvent> events = events(command, context, succeeded.events());
        if (settling.succeeded(stores, command, attempt, succeeded.result(), events)) {
            taking.done(stores);
            return new Handled.Settled(CommandStatus.SUCCEEDED);
        }
        if (!isAccepted(stores, command)) {
            throw new NotAcceptedException();
        }
        return new Handled.SettledBefore();
    }

    private static boolean isAccepted(Stores stores, ReceivedCommand command) {
        return stores.commands()
                .status(command.aggregate().tenant(), command.id())
                .isPresent();
    }

    /** What has happened, as it stands in the command's stream. */
    private List<StoredEvent> events(ReceivedCommand command, HandlerContext context, List<Object> happened) {
        if (happened.isEmpty()) {
            return List.of();
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
        return events;
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
