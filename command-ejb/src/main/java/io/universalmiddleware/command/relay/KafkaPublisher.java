package io.universalmiddleware.command.relay;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.message.Topics;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.persistence.outbox.UnpublishedRow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes rows and stays with them until Kafka has acknowledged all.
 *
 * <p>At least once; of one key each row for the first time after those before it. One request is in flight, and the first
 * failure closes the producer from its own thread, so nothing overtakes what failed.
 */
final class KafkaPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaPublisher.class);
    private static final long LOOK_MILLIS = 100;
    private static final long MAX_BACKOFF_MILLIS = 2_000;

    private final ProducerFactory producers;
    private final RecordMapping records;
    private final RelayMetrics metrics;
    private final Spans spans;
    private final ExecutorService flushing;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    KafkaPublisher(RelaySettings settings, ObjectMapper json, RelayMetrics metrics, Spans spans) {
        this.producers = new ProducerFactory(settings);
        this.records = new RecordMapping(settings.topicPrefix(), json);
        this.metrics = metrics;
        this.spans = spans;
        this.flushing = Executors.newSingleThreadExecutor(KafkaPublisher::thread);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "um-relay-flush");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Makes the producer know its topics, so that the first row need not wait for that.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka is away
     */
    void warmUp() {
        producer().partitionsFor(records.topic(Topics.COMMANDS));
        producer().partitionsFor(records.topic(Topics.EVENTS));
    }

    /**
     * Publishes rows in order, again and again until all are acknowledged.
     *
     * @param mayGoOn asked several times a second
     * @param meanwhile is run once, when all have been handed to the producer
     * @return false if it was told to stop before
     */
    boolean publish(List<UnpublishedRow> rows, BooleanSupplier mayGoOn, Runnable meanwhile)
            throws InterruptedException {
        long readAt = System.nanoTime();
        List<UnpublishedRow> left = rows;
        for (int attempt = 0; ; attempt++) {
            Delivery delivery = send(left, readAt);
            if (attempt == 0) {
                meanwhile.run();
            }
            boolean goOn = true;
            while (!delivery.await(LOOK_MILLIS)) {
                goOn &= mayGoOn.getAsBoolean();
                if (!goOn) {
                    giveUp();
                }
            }
            left = delivery.unacknowledged();
            if (left.isEmpty()) {
                recovered(attempt, readAt);
                return true;
            }
            failed(attempt, delivery.failure(), left.size());
            if (!goOn || !pause(attempt, mayGoOn)) {
                return false;
            }
        }
    }

    private Delivery send(List<UnpublishedRow> rows, long readAt) {
        Delivery delivery = new Delivery(rows);
        for (int i = 0; i < rows.size(); i++) {
            int index = i;
            UnpublishedRow row = rows.get(i);
            @Nullable Exception before = delivery.failure();
            if (before != null) {
                delivery.failed(before);
                continue;
            }
            try {
                KafkaProducer<byte[], byte[]> current = producer();
                ProducerRecord<byte[], byte[]> message = records.of(row);
                PublishSpan span = PublishSpan.start(spans, message);
                var unused = current.send(message, (metadata, failure) -> {
                    span.ended(failure);
                    if (failure == null) {
                        metrics.published(row.age().plusNanos(System.nanoTime() - readAt));
                        delivery.acknowledged(index);
                    } else if (delivery.failed(failure)) {
                        current.close(Duration.ZERO); // before it sends anything that comes after
                    }
                });
            } catch (RuntimeException refused) {
                delivery.failed(refused);
            }
        }
        flush();
        return delivery;
    }

    /** On a thread of its own: whoever flushes waits until all is acknowledged. */
    private void flush() {
        KafkaProducer<byte[], byte[]> current = producer;
        if (current != null) {
            flushing.execute(() -> {
                try {
                    current.flush();
                } catch (KafkaException ended) {
                    LOG.debug("The producer was given up while it was flushed", ended);
                }
            });
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        KafkaProducer<byte[], byte[]> current = producer;
        if (current == null) {
            current = producers.create();
            producer = current;
        }
        return current;
    }

    private void failed(int attempt, @Nullable Exception cause, int left) {
        giveUp();
        metrics.failedToPublish();
        if (attempt == 0) {
            LOG.warn("Kafka does not take records; {} wait, and are sent again until it does: {}", left, cause + "");
        }
    }

    private static void recovered(int attempt, long since) {
        if (attempt > 0) {
            LOG.info("Kafka takes records again, after {} ms", (System.nanoTime() - since) / 1_000_000);
        }
    }

    private static boolean pause(int attempt, BooleanSupplier mayGoOn) throws InterruptedException {
        long millis = Math.min(MAX_BACKOFF_MILLIS, LOOK_MILLIS << Math.min(attempt, 5));
        for (long waited = 0; waited < millis; waited += LOOK_MILLIS) {
            if (!mayGoOn.getAsBoolean()) {
                return false;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return true;
    }

    /** Ends; what has not been sent yet is not sent. */
    @Override
    public void close() {
        giveUp();
        flushing.shutdownNow();
    }

    private void giveUp() {
        KafkaProducer<byte[], byte[]> current = producer;
        producer = null;
        if (current != null) {
            current.close(Duration.ZERO);
        }
    }
}
