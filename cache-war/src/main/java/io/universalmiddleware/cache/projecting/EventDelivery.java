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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
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
    private final Pushing pushing;
    private final Runnable committed;
    private final Spans spans;
    private final Counter undecodable;

    /**
     * @param transaction {@link ProjectingBatch#project}
     * @param committed called after each commit
     */
    public EventDelivery(
            ObjectMapper json,
            Views views,
            ProjectingBatch transaction,
            Pushing pushing,
            Runnable committed,
            Spans spans,
            MeterRegistry meters) {
        this(json, views, transaction::project, pushing, committed, spans, meters);
    }

    EventDelivery(
            ObjectMapper json,
            Views views,
            BiFunction<List<IncomingEvent>, Map<Poison, String>, List<Change>> transaction,
            Pushing pushing,
            Runnable committed,
            Spans spans,
            MeterRegistry meters) {
        this.spans = spans;
        this.decoding = new Decoding(json);
        this.projecting = new Projecting(views, transaction, meters);
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
        for (ConsumerRecord<String, byte[]> message : batch) {
            Incoming incoming = decoding.decode(message);
            if (incoming instanceof Incoming.Event event) {
                events.add(event.event());
            } else if (incoming instanceof Incoming.Settled settled) {
                pushes.add(push(settled));
            } else if (incoming instanceof Incoming.Undecodable poison) {
                undecodable.increment();
                LOG.error(
                        "{}-{}@{} with key {} is left out: {}",
                        message.topic(),
                        message.partition(),
                        message.offset(),
                        message.key(),
                        poison.reason());
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

    private static Push push(Change change, EventSpans spans) {
        IncomingEvent cause = change.cause();
        Map<String, String> tags = tags(cause.metadata().command(), spans.traceparent(cause));
        tags.put("version", Long.toString(change.row().version()));
        ViewPush view = new ViewPush(
                change.row().ref(),
                new ViewValue(change.row().version(), change.row().body()),
                change.row().updatedAt(),
                tags);
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
