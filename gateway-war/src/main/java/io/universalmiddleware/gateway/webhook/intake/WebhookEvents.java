package io.universalmiddleware.gateway.webhook.intake;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import io.universalmiddleware.persistence.postgres.SqlFault;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes topic {@code events} for webhooks, one batch after the other, in a consumer group of its own.
 *
 * <p>Takes nothing before {@link #open}; after {@link #close} nothing any more. What is not acknowledged by then comes again, here or on
 * another node. A batch that cannot be noted is tried again until it can; an event that the database refuses for its own sake is passed over.
 */
@ApplicationScoped
public class WebhookEvents {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookEvents.class);
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(2);
    private static final Duration FINISH_WITHIN = Duration.ofSeconds(3);
    private static final int BEFORE_MESSAGING = 10;

    /** Classes of SQLSTATE: data exception, beyond a limit of the program's. */
    private static final Set<String> REFUSALS = Set.of("22", "54");

    private final CompletableFuture<ExecutorService> opened = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private NotingEvents noting;
    private volatile @Nullable Runnable noted;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected WebhookEvents() {}

    @Inject
    public WebhookEvents(NotingEvents noting) {
        this.noting = noting;
    }

    /** The stage completes when the batch is noted, and never fails: that would end the channel. */
    @Incoming("webhooks")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    public CompletionStage<Void> consume(Message<List<byte[]>> batch) {
        List<NoticedEvent> events = read(records(batch));
        CompletableFuture<Void> done = new CompletableFuture<>();
        var unused = opened.thenAccept(worker -> {
            try {
                worker.execute(() -> note(batch, events, done));
            } catch (RejectedExecutionException over) {
                // the batch comes again
            }
        });
        return done;
    }

    /**
     * Starts taking batches.
     *
     * @param threads gives the one thread on which they are noted
     * @param noted called after each batch of which somebody is to be told
     */
    public void open(ThreadFactory threads, Runnable noted) {
        this.noted = noted;
        opened.complete(Executors.newSingleThreadExecutor(threads));
    }

    void onEnd(
            @Observes(notifyObserver = Reception.IF_EXISTS)
                    @Priority(BEFORE_MESSAGING)
                    @BeforeDestroyed(ApplicationScoped.class)
                    Object end) {
        close();
    }

    /** Takes no batch any more, and waits a little for the one that was taken. Doing it again does nothing. */
    public synchronized void close() {
        if (closed.getCount() == 0) {
            return;
        }
        closed.countDown();
        @Nullable ExecutorService worker = opened.getNow(null);
        if (worker != null) {
            worker.shutdown();
            try {
                if (!worker.awaitTermination(FINISH_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                    worker.shutdownNow();
                }
            } catch (InterruptedException inHaste) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void note(Message<?> batch, List<NoticedEvent> events, CompletableFuture<Void> done) {
        try {
            while (!noted(events)) {
                if (closed.await(PAUSE_AFTER_FAULT.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            batch.ack().whenComplete((none, failure) -> {
                if (failure != null) {
                    LOG.warn("A batch could not be acknowledged and will come again: {}", failure.toString());
                }
                done.complete(null);
            });
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /** Notes events; those that the database refuses for their own sake are passed over. Whether no event is left to be noted. */
    boolean noted(List<NoticedEvent> events) {
        try {
            Runnable told = noted;
            if (!events.isEmpty() && noting.note(events) && told != null) {
                told.run();
            }
            return true;
        } catch (RuntimeException | Error fault) { // no event may be passed over for it
            if (!isRefused(fault)) {
                LOG.error("{} events cannot be noted for webhooks; they are tried again", events.size(), fault);
                return false;
            }
            if (events.size() > 1) {
                return events.stream().allMatch(event -> noted(List.of(event)));
            }
            LOG.error(
                    "No webhook is told of event {}: it is refused",
                    events.get(0).id(),
                    fault);
            return true;
        }
    }

    /** Whether the database has refused the data: trying again would never end. */
    private static boolean isRefused(Throwable fault) {
        for (@Nullable Throwable t = fault; t != null && t.getCause() != t; t = t.getCause()) {
            if (t instanceof SqlFault sql) {
                return REFUSALS.contains(
                        sql.sqlState().substring(0, Math.min(2, sql.sqlState().length())));
            }
        }
        return false;
    }

    private static List<NoticedEvent> read(Iterable<ConsumerRecord<String, byte[]>> records) {
        List<NoticedEvent> events = new ArrayList<>();
        records.forEach(record -> EventMessages.read(record).ifPresent(events::add));
        return events;
    }

    @SuppressWarnings("unchecked") // the channel's deserializers are configured so
    private static Iterable<ConsumerRecord<String, byte[]>> records(Message<?> batch) {
        return batch.getMetadata(IncomingKafkaRecordBatchMetadata.class)
                .orElseThrow(() -> new IllegalStateException("the channel 'webhooks' needs batch=true"))
                .getRecords();
    }
}
