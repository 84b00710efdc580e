package io.universalmiddleware.cache.projecting;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import io.universalmiddleware.cache.settings.CacheSettings;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes topic {@code events} for the {@link EventIntake}.
 *
 * <p>Takes the next batch when fewer events are in flight than the setting allows. Takes nothing before {@link #open()}; after {@link
 * #close()} nothing any more. What is not acknowledged by then comes again, here or on another node. No message is ever refused.
 */
@ApplicationScoped
public class EventsConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(EventsConsumer.class);
    private static final Duration FINISH_WITHIN = Duration.ofSeconds(3);
    private static final int BEFORE_MESSAGING = 10;

    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private EventIntake intake;
    private CacheSettings settings;
    private volatile boolean closed;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected EventsConsumer() {}

    @Inject
    public EventsConsumer(EventIntake intake, CacheSettings settings) {
        this.intake = intake;
        this.settings = settings;
    }

    /** The stage completes when there is room for the next batch, and never fails: that would end the channel. */
    @Incoming("events")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    public CompletionStage<Void> consume(Message<List<byte[]>> batch) {
        ConsumerRecords<String, byte[]> records = records(batch);
        return opened.thenCompose(open -> {
            if (closed) {
                return new CompletableFuture<>();
            }
            intake.take(records, () -> acknowledge(batch));
            return intake.room(settings.eventsInFlight());
        });
    }

    /** Starts taking batches. */
    public void open() {
        opened.complete(null);
    }

    void onEnd(
            @Observes(notifyObserver = Reception.IF_EXISTS)
                    @Priority(BEFORE_MESSAGING)
                    @BeforeDestroyed(ApplicationScoped.class)
                    Object end) {
        close();
    }

    /** Takes no batch any more, and waits a little for what was taken. Doing it again does nothing. */
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!intake.finish(FINISH_WITHIN)) {
                LOG.warn("Stopping with {} events not projected; they come again", intake.inFlight());
            }
        } catch (InterruptedException inHaste) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("unchecked") // the channel's deserializers are configured so
    private static ConsumerRecords<String, byte[]> records(Message<?> batch) {
        return batch.getMetadata(IncomingKafkaRecordBatchMetadata.class)
                .orElseThrow(() -> new IllegalStateException("the channel 'events' needs batch=true"))
                .getRecords();
    }

    private static void acknowledge(Message<?> batch) {
        batch.ack().whenComplete((none, failure) -> {
            if (failure != null) {
                LOG.warn("A batch could not be acknowledged and will come again: {}", failure.toString());
            }
        });
    }
}
