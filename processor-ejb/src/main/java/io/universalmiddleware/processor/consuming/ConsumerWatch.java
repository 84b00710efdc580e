package io.universalmiddleware.processor.consuming;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every two seconds at how the consumer of commands stands, and keeps the last sight for whoever asks; has due keys looked for too. */
@ApplicationScoped
public class ConsumerWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerWatch.class);
    private static final String CHANNEL = "commands";
    private static final int PERIOD_SECONDS = 2;

    private final KafkaClientService kafka;
    private final ProcessorThreads threads;
    private final DueKeys due;
    private final MeterRegistry meters;
    private final Clock clock;
    private volatile ConsumerSight last = ConsumerSight.NONE;

    @SuppressWarnings("NullAway") // for the client proxy
    protected ConsumerWatch() {
        this(null, null, null, null, null);
    }

    @Inject
    ConsumerWatch(KafkaClientService kafka, ProcessorThreads threads, DueKeys due, MeterRegistry meters, Clock clock) {
        this.kafka = kafka;
        this.threads = threads;
        this.due = due;
        this.meters = meters;
        this.clock = clock;
    }

    void start() {
        Gauge.builder("um.processor.lag", this, watch -> watch.last.lag())
                .description("Commands published and not yet taken, in this node's partitions")
                .register(meters);
        Gauge.builder(
                        "um.processor.in.flight",
                        this,
                        watch -> watch.threads.executor().inFlight())
                .description("Commands taken and not done")
                .register(meters);
        due.start(threads.looking(), meters);
        threads.timer().scheduleWithFixedDelay(this::look, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    ConsumerSight last() {
        return last;
    }

    private void look() {
        try {
            @Nullable KafkaConsumer<String, byte[]> consumer = kafka.getConsumer(CHANNEL);
            if (consumer != null) {
                consumer.runOnPollingThread(this::sight).subscribe().with(seen -> last = seen, ConsumerWatch::unseen);
            }
        } catch (RuntimeException failed) { // or there would be no further look
            unseen(failed);
        }
    }

    private static void unseen(Throwable failed) {
        LOG.debug("The consumer of commands could not be looked at", failed);
    }

    private ConsumerSight sight(Consumer<String, byte[]> consumer) {
        long lag = 0;
        for (TopicPartition partition : consumer.assignment()) {
            lag += consumer.currentLag(partition).orElse(0);
        }
        double heartbeat = consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("last-heartbeat-seconds-ago"))
                .map(metric -> metric.getValue().metricValue())
                .filter(Double.class::isInstance)
                .mapToDouble(Double.class::cast)
                .findFirst()
                .orElse(-1);
        return new ConsumerSight(consumer.assignment().size(), lag, heartbeat, clock.instant());
    }
}
