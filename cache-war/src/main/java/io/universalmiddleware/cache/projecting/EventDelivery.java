package io.universalmiddleware.cache.projecting;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.cache.pushing.Push;
import io.universalmiddleware.cache.pushing.Pushing;
import io.universalmiddleware.cache.redis.ViewPush;
import io.universalmiddleware.cache.view.ViewValue;
import io.universalmiddleware.cache.view.Views;
import io.universalmiddleware.contracts.command.CommandSettled;
import io.universalmiddleware.contracts.hub.HubChannel;
import io.universalmiddleware.contracts.hub.HubPublication;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Event delivery takes a batch from Kafka through PostgreSQL to Redis.
 *
 * <p>In this order: rows are committed, then pushed, then the batch is done. Delivered again, it changes nothing in
 * PostgreSQL and pushes the current rows.
 */
public final class EventDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(EventDelivery.class);

    private final Decoding decoding;
    private final Projecting projecting;
    private final BiConsumer<KeptMessage, String> keeping;
    private final Pushing pushing;
    private final Runnable committed;
    private final Spans spans;
    private final Counter undecodable;

    /**
     * @param transaction {@link ProjectingBatch#project}
     * @param keeping {@link KeepingUndecodable#keep}
     * @param committed called after each commit
     */
    public EventDelivery(
            ObjectMapper json,
            Views views,
            ProjectingBatch transaction,
            KeepingUndecodable keeping,
            Pushing pushing,
            Runnable committed,
            Spans spans,
            MeterRegistry meters) {
        this(json, views, transaction::project, keeping::keep, pushing, committed, spans, meters);
    }

    EventDelivery(
            ObjectMapper json,
            Views views,
            BiFunction<List<IncomingEvent>, Map<Poison, Exception>, List<Change>> transaction,
            BiConsumer<KeptMessage, String> keeping,
            Pushing pushing,
            Runnable committed,
            Spans spans,
            MeterRegistry meters) {
        this.spans = spans;
        this.decoding = new Decoding(json);
        this.projecting = new Projecting(views, transaction, meters);
        this.keeping = keeping;
        this.pushing = pushing;
        this.committed = committed;
        this.undecodable = Counter.builder("um.projection.events")
                .description("Events taken from Kafka, by what became of them")
                .tag("outcome", "undecodable")
                .register(meters);
    }

    /**
     * Delivers a batch; returns when it is committed and waits for Redis.
     *
     * @param done called once Redis has it
     * @throws InterruptedException at shutdown; the batch is to be delivered again then
     */
    public void deliver(Iterable<ConsumerRecord<String, byte[]>> batch, Runnable done) throws InterruptedException {
        List<IncomingEvent> events = new ArrayList<>();
        List<Push> pushes = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : batch) {
            KeptMessage message = Decoding.message(record);
            Incoming incoming = decoding.decode(message);
            if (incoming instanceof Incoming.Event event) {
                events.add(event.event());
            } else if (incoming instanceof Incoming.Settled settled) {
                pushes.add(push(settled));
            } else if (incoming instanceof Incoming.Undecodable poison) {
                undecodable.increment();
                LOG.error(
                        "{}-{}@{} with key {} becomes a dead letter: {}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.key(),
                        poison.reason());
                projecting.persistently(1, () -> {
                    keeping.accept(message, poison.reason());
                    return true;
                });
            }
        }
        String readIn = pushing.epoch();
        if (!events.isEmpty()) {
            try (EventSpans traced = new EventSpans(spans, events)) {
                projecting.project(events).forEach(change -> pushes.add(push(change, traced)));
            }
            committed.run();
        }
        pushing.submit(pushes, readIn, done);
    }

    /**
     * Delivers an event that waited.
     *
     * @param project projects it; empty if there is none
     * @return whether there was one
     */
    boolean deliverParked(Supplier<Optional<ProjectingParked.Projected>> project) throws InterruptedException {
        String readIn = pushing.epoch();
        Optional<ProjectingParked.Projected> projected = project.get();
        if (projected.isEmpty()) {
            return false;
        }
        List<Push> pushes = new ArrayList<>();
        try (EventSpans traced = new EventSpans(spans, List.of(projected.get().event()))) {
            projected.get().changes().forEach(change -> pushes.add(push(change, traced)));
        }
        committed.run();
        pushing.submit(pushes, readIn, () -> {});
        return true;
    }

    /**
     * Delivers a record that could not be read when it came.
     *
     * @throws UndecodableException if it cannot be read still
     */
    void deliverAgain(KeptMessage message) throws InterruptedException {
        Incoming incoming = decoding.decode(message);
        if (incoming instanceof Incoming.Undecodable still) {
            throw new UndecodableException(still.reason());
        }
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>("events", 0, 0, "", message.payload());
        message.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        deliver(List.of(record), () -> {});
    }

    private static Push push(Change change, EventSpans spans) {
        IncomingEvent cause = change.cause();
        ViewPush view = new ViewPush(
                change.row().ref(),
                new ViewValue(change.row().version(), change.row().body()),
                change.row().updatedAt(),
                tags(cause.metadata().command(), spans.traceparent(cause)));
        return new Push.OfView(
                view, cause.metadata().command(), cause.metadata().occurredAt(), change.again());
    }

    private static Push push(Incoming.Settled settled) {
        HubChannel channel =
                new HubChannel(settled.tenant(), CommandSettled.CHANNEL_NAMESPACE + ':' + settled.command());
        HubPublication publication = HubPublication.of(
                settled.data(), tags(settled.command(), EventSpans.valid(settled.traceparent())), settled.at());
        return new Push.OfChannel(channel, publication, settled.command(), settled.at(), false);
    }

    private static Map<String, String> tags(CommandId command, @Nullable String traceparent) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(HubPublication.COMMAND_ID, command.toString());
        if (traceparent != null) {
            tags.put(HubPublication.TRACEPARENT, traceparent);
        }
        return tags;
    }
}
