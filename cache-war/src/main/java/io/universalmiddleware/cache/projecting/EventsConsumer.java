package io.universalmiddleware.cache.projecting;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events from Kafka, a batch at a time: at least once, in order within an aggregate.
 *
 * <p>A batch is acknowledged when Redis has it, and the next one is taken as soon as this one is committed. So one that was
 * under way when the process ended comes again. No message is ever refused: poison is left out by {@link EventDelivery}.
 */
@ApplicationScoped
public class EventsConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(EventsConsumer.class);

    private EventDelivery delivery;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected EventsConsumer() {}

    @Inject
    public EventsConsumer(EventDelivery delivery) {
        this.delivery = delivery;
    }

    /** Takes a batch. */
    @org.eclipse.microprofile.reactive.messaging.Incoming("events")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    @Blocking
    public CompletionStage<Void> consume(Message<List<byte[]>> batch) {
        try {
            delivery.deliver(records(batch), () -> acknowledge(batch));
        } catch (InterruptedException shutdown) {
            Thread.currentThread().interrupt();
        }
        return CompletableFuture.completedFuture(null);
    }

    @SuppressWarnings("unchecked")
    private static ConsumerRecords<String, byte[]> records(Message<List<byte[]>> batch) {
        return batch.getMetadata(IncomingKafkaRecordBatchMetadata.class)
                .orElseThrow(() -> new IllegalStateException("the channel 'events' needs batch=true"))
                .getRecords();
    }

    private static void acknowledge(Message<List<byte[]>> batch) {
        batch.ack().whenComplete((none, failure) -> {
            if (failure != null) {
                LOG.warn("A batch could not be acknowledged and will come again: {}", failure.toString());
            }
        });
    }
}
