package io.universalmiddleware.launcher.demo;

import io.universalmiddleware.contracts.message.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The topic of events, read from outside and without a group. */
public final class EventsTopic implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<String, String> consumer;
    private final String topic;
    private List<TopicPartition> partitions = List.of();

    /**
     * An event as the topic carries it.
     *
     * @param sequence its place in its aggregate's stream; empty for a message of the platform's own
     */
    public record Published(
            String id, String type, String tenant, String aggregate, String sequence, String commandId, String data) {}

    public EventsTopic(String bootstrapServers, String topic) {
        this.topic = topic;
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "allow.auto.create.topics", "false"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    /** Stands at what is published from now on. */
    public void seekToEnd() {
        assign();
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** Gives every event from the present place up to what is published now. */
    public void readOn(Consumer<Published> each) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            poll(each);
        }
    }

    /** Gives what comes within a fraction of a second. */
    public void poll(Consumer<Published> each) {
        for (ConsumerRecord<String, String> found : consumer.poll(POLL)) {
            each.accept(published(found));
        }
    }

    private void assign() {
        partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
    }

    private static Published published(ConsumerRecord<String, String> found) {
        return new Published(
                header(found, Headers.ID),
                header(found, Headers.TYPE),
                header(found, Headers.TENANT),
                header(found, Headers.AGGREGATE_TYPE) + "/" + header(found, Headers.SUBJECT),
                header(found, Headers.SEQUENCE),
                header(found, Headers.COMMAND_ID),
                found.value());
    }

    private static String header(ConsumerRecord<String, String> found, String name) {
        Header header = found.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close(Duration.ofSeconds(2));
    }
}
