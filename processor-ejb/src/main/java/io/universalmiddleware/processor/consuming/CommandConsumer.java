package io.universalmiddleware.processor.consuming;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import io.universalmiddleware.processor.ProcessorSettings;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
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
 * Consumes topic {@code commands} for the {@link CommandIntake}.
 *
 * <p>Takes the next batch when fewer commands are in flight than the setting allows. Takes nothing before {@link #open()}; after
 * {@link #close()} nothing any more, and what was taken is brought to its end first, for as long as the setting allows. What is
 * not acknowledged by then comes again, here or on another node.
 */
@ApplicationScoped
public class CommandConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(CommandConsumer.class);
    private static final int BEFORE_MESSAGING = 10;

    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CommandIntake intake;
    private final ProcessorThreads threads;
    private final ProcessorSettings settings;
    private final DueKeys due;
    private volatile boolean closed;

    @SuppressWarnings("NullAway") // for the client proxy
    protected CommandConsumer() {
        this(null, null, null, null);
    }

    @Inject
    CommandConsumer(CommandIntake intake, ProcessorThreads threads, ProcessorSettings settings, DueKeys due) {
        this.intake = intake;
        this.threads = threads;
        this.settings = settings;
        this.due = due;
    }

    /** The stage completes when there is room for the next batch, and never fails: that would end the channel. */
    @Incoming("commands")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    public CompletionStage<Void> consume(Message<List<byte[]>> batch) {
        ConsumerRecords<String, byte[]> records = records(batch);
        return opened.thenCompose(open -> {
            if (closed) {
                return new CompletableFuture<>();
            }
            intake.take(records, () -> acknowledge(batch));
            return threads.executor().room(settings.inFlight());
        });
    }

    /** Starts taking batches. */
    void open() {
        opened.complete(null);
    }

    void onEnd(
            @Observes(notifyObserver = Reception.IF_EXISTS)
                    @Priority(BEFORE_MESSAGING)
                    @BeforeDestroyed(ApplicationScoped.class)
                    Object end) {
        close();
    }

    /** Takes no batch any more, and waits for what was taken. Doing it again does nothing. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        due.stop();
        try {
            if (!threads.executor().drain(settings.drain())) {
                LOG.warn(
                        "Stopping with {} commands not done; they come again",
                        threads.executor().inFlight());
            }
        } catch (InterruptedException inHaste) {
            Thread.currentThread().interrupt();
        }
        threads.stop();
    }

    @SuppressWarnings("unchecked") // the channel's deserializers are configured so
    private static ConsumerRecords<String, byte[]> records(Message<?> batch) {
        return batch.getMetadata(IncomingKafkaRecordBatchMetadata.class)
                .orElseThrow(() -> new IllegalStateException("channel commands is not set to batch=true"))
                .getRecords();
    }

    private static void acknowledge(Message<?> batch) {
        batch.ack().whenComplete((done, failed) -> {
            if (failed != null) {
                LOG.warn("A batch of commands could not be acknowledged; it may come again", failed);
            }
        });
    }
}
