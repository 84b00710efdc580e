package io.universalmiddleware.processor.consuming;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.command.CommandSettled;
import io.universalmiddleware.contracts.command.LettersDecided;
import io.universalmiddleware.contracts.command.OutboxAppended;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.spi.CommandHandler;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.persistence.command.CommandRepository;
import io.universalmiddleware.persistence.command.SettlementRepository;
import io.universalmiddleware.persistence.deadletter.Parking;
import io.universalmiddleware.persistence.event.EventRepository;
import io.universalmiddleware.persistence.inbox.InboxRepository;
import io.universalmiddleware.processor.ProcessorSettings;
import io.universalmiddleware.processor.handling.Announcements;
import io.universalmiddleware.processor.handling.Backoff;
import io.universalmiddleware.processor.handling.CommandTasks;
import io.universalmiddleware.processor.handling.HandlerRegistry;
import io.universalmiddleware.processor.handling.HandlingCommand;
import io.universalmiddleware.processor.handling.HandlingMetrics;
import io.universalmiddleware.processor.handling.MarkingStarted;
import io.universalmiddleware.processor.handling.Settling;
import io.universalmiddleware.processor.handling.Stores;
import io.universalmiddleware.processor.handling.Transactions;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Puts the parts of the processor together from what the server, the runtime and the applications give. */
@Dependent
class ProcessorParts {
    @Resource
    @SuppressWarnings("NullAway.Init") // by the container
    private ManagedThreadFactory threadFactory;

    @Produces
    @Singleton
    ProcessorSettings settings(Settings settings) {
        return ProcessorSettings.from(settings);
    }

    @Produces
    @Singleton
    HandlerRegistry handlers(@Any Instance<CommandHandler<?>> found) {
        return new HandlerRegistry(found);
    }

    @Produces
    @Singleton
    ProcessorThreads threads(ProcessorSettings settings) {
        return ProcessorThreads.of(threadFactory, settings.workers());
    }

    @Produces
    Stores stores(
            InboxRepository inbox,
            EventRepository events,
            CommandRepository commands,
            SettlementRepository settlements,
            Parking parking) {
        return new Stores(inbox, events, commands, settlements, parking);
    }

    @Produces
    @Singleton
    Announcements announcements(
            Event<CommandSettled> settled, Event<OutboxAppended> appended, Event<LettersDecided> decided) {
        return new Announcements(
                settled::fire, () -> appended.fire(new OutboxAppended()), () -> decided.fire(new LettersDecided()));
    }

    @Produces
    @Singleton
    HandlingCommand handling(
            HandlerRegistry handlers,
            Transactions transactions,
            Announcements announcements,
            ObjectMapper json,
            Clock clock) {
        return new HandlingCommand(handlers, transactions, new Settling(json, clock, announcements), json, clock);
    }

    @Produces
    @Singleton
    CommandTasks tasks(
            HandlingCommand handling,
            HandlerRegistry handlers,
            ProcessorSettings settings,
            MeterRegistry meters,
            Spans spans) {
        Backoff backoff = new Backoff(settings.attempts(), settings.retryDelay(), settings.retryMaxDelay());
        return new CommandTasks(handling, backoff, new HandlingMetrics(meters, handlers), spans);
    }

    @Produces
    @Singleton
    CommandIntake intake(ProcessorThreads threads, CommandTasks tasks, Transactions transactions, Clock clock) {
        LongCommands marking = new LongCommands(new MarkingStarted(transactions), threads.looking());
        return new CommandIntake(threads.executor(), tasks, marking, clock);
    }

    @Produces
    @Singleton
    DueKeys dueKeys(ProcessorThreads threads, CommandTasks tasks, Transactions transactions, Clock clock) {
        return new DueKeys(threads.executor(), tasks, transactions, clock);
    }
}
