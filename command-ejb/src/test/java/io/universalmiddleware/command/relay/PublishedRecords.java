package io.universalmiddleware.command.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.KafkaBackend;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What has come to the topic {@code events}, from its beginning. */
final class PublishedRecords implements AutoCloseable {
    private final KafkaConsumer<String, String> consumer;
    final List<ConsumerRecord<String, String>> all = new ArrayList<>();

    PublishedRecords(KafkaBackend kafka) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.bootstrapServers(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        10_000,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(kafka.topicPrefix() + "events").stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads on; answers how many records have come. */
    int read() {
        consumer.poll(Duration.ofMillis(50)).forEach(all::add);
        return all.size();
    }

    /** The texts of each key in the order in which each came first. */
    Map<String, List<String>> firstByKey() {
        Map<String, Set<String>> seen = new LinkedHashMap<>();
        all.forEach(
                r -> seen.computeIfAbsent(r.key(), k -> new LinkedHashSet<>()).add(r.value()));
        Map<String, List<String>> first = new LinkedHashMap<>();
        seen.forEach((key, texts) -> first.put(key, List.copyOf(texts)));
        return first;
    }

    /** How many different records have come. */
    int distinct() {
        return firstByKey().values().stream().mapToInt(List::size).sum();
    }

    /** Asserts that the numbers ascend that texts begin with, of those that do. */
    static void ascend(List<String> texts) {
        List<Integer> numbers = texts.stream()
                .filter(t -> Character.isDigit(t.charAt(1)))
                .map(t -> Integer.parseInt(t.substring(1).split("\\D", 2)[0]))
                .toList();
        assertThat(numbers).isSorted();
    }

    static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
