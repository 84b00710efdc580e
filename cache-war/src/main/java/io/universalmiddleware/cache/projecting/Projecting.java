package io.universalmiddleware.cache.projecting;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.cache.view.Views;
import io.universalmiddleware.contracts.log.LogContext;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Projecting gets a batch into PostgreSQL, however long that takes.
 *
 * <p>Poison becomes a dead letter of its view and is not put into the inbox: the view's rows are as if the event had not been, a read
 * that asks for it by token is answered 503, and an operator may have it tried again.
 * A fault of the database is retried with growing pauses; nothing is skipped for it.
 */
final class Projecting {
    private static final Logger LOG = LoggerFactory.getLogger(Projecting.class);
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 5000;

    private final Views views;
    private final BiFunction<List<IncomingEvent>, Map<Poison, Exception>, List<Change>> transaction;
    private final MeterRegistry meters;

    /** @param transaction {@link ProjectingBatch#project} */
    Projecting(
            Views views,
            BiFunction<List<IncomingEvent>, Map<Poison, Exception>, List<Change>> transaction,
            MeterRegistry meters) {
        this.views = views;
        this.transaction = transaction;
        this.meters = meters;
    }

    /** Every version made, in order, and the current rows of events that came again. */
    List<Change> project(List<IncomingEvent> batch) throws InterruptedException {
        Map<Poison, Exception> poison = new LinkedHashMap<>();
        while (true) {
            try {
                List<Change> changes = persistently(batch.size(), () -> transaction.apply(batch, poison));
                count("projected", batch.size());
                return changes;
            } catch (PoisonException found) {
                found.found().forEach((p, reason) -> {
                    tell(p, reason);
                    poison.put(p, reason);
                });
            } catch (RuntimeException ofTheData) {
                if (batch.size() > 1) {
                    return oneByOne(batch);
                }
                blame(batch.get(0), ofTheData, poison);
            }
        }
    }

    /**
     * Does work on the database, again and again while that is away.
     *
     * @param events that it is done for
     * @throws RuntimeException what no waiting helps against: poison, and what is wrong with the data
     */
    <T> T persistently(int events, Supplier<T> work) throws InterruptedException {
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                return work.get();
            } catch (RuntimeException fault) {
                if (fault instanceof PoisonException || isOfTheData(fault)) {
                    throw fault;
                }
                LOG.warn("{} events wait for PostgreSQL: {}", events, fault.toString());
                count("retried", events);
                Thread.sleep(pause / 2 + ThreadLocalRandom.current().nextLong(pause));
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        }
    }

    private List<Change> oneByOne(List<IncomingEvent> batch) throws InterruptedException {
        List<Change> changes = new ArrayList<>();
        for (IncomingEvent event : batch) {
            changes.addAll(project(List.of(event)));
        }
        return changes;
    }

    /** PostgreSQL refuses what views make of the event; which view is not known, so none gets it. */
    private void blame(IncomingEvent event, RuntimeException fault, Map<Poison, Exception> poison) {
        List<Poison> all = views.consuming(event.type()).stream()
                .map(view -> new Poison(event, view.name()))
                .toList();
        if (poison.keySet().containsAll(all)) {
            throw fault; // not the event's doing
        }
        all.forEach(p -> {
            tell(p, fault);
            poison.put(p, fault);
        });
    }

    private void tell(Poison poison, Exception reason) {
        try (LogContext.Scope scope =
                LogContext.with("commandId", poison.event().metadata().command().toString())) {
            LOG.error("View {} cannot take event {}; it becomes a dead letter", poison.view(), poison.event(), reason);
        }
        count("poison", 1);
    }

    /** SQLSTATE classes 22 and 23: data exception, constraint violation. */
    static boolean isOfTheData(Throwable fault) {
        for (@Nullable Throwable t = fault; t != null && t.getCause() != t; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23");
            }
        }
        return false;
    }

    private void count(String outcome, int events) {
        Counter.builder("um.projection.events")
                .description("Events taken from Kafka, by what became of them")
                .tag("outcome", outcome)
                .register(meters)
                .increment(events);
    }
}
