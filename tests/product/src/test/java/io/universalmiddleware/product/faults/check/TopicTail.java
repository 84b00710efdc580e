package io.universalmiddleware.product.faults.check;

import io.universalmiddleware.product.faults.cluster.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** The end of a topic from some time on, read from outside and without a group. */
public final class TopicTail {
    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger KAFKA_LOG = Logger.getLogger("org.apache.kafka");

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CONSUMED_WITHIN = Duration.ofSeconds(300);

    private final Cluster cluster;
    private final String topic;
    private final Instant since;

    public TopicTail(Cluster cluster, String topic, Instant since) {
        KAFKA_LOG.setLevel(Level.WARNING);
        this.cluster = cluster;
        this.topic = topic;
        this.since = since;
    }

    /** Gives every record of a tenant, in order within its partition. */
    void read(String tenant, Consumer<ConsumerRecord<String, String>> each) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.kafkaServers(), "allow.auto.create.topics", "false"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.offsetsForTimes(partitions.stream()
                            .collect(Collectors.toMap(Function.identity(), partition -> since.toEpochMilli())))
                    .forEach((partition, found) -> consumer.seek(
                            partition, found == null ? ends.getOrDefault(partition, 0L) : found.offset()));
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<String, String> found : consumer.poll(POLL)) {
                    if (found.key() != null && found.key().startsWith(tenant + "/")) {
                        each.accept(found);
                    }
                }
            }
        }
    }

    /** Produces each record of a tenant once more, as it is, in another order; answers how many. */
    public int produceAgainShuffled(String tenant, long seed) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        read(tenant, records::add);
        Collections.shuffle(records, new Random(seed));
        produce(records.stream()
                .map(old -> new ProducerRecord<>(topic, null, old.key(), old.value(), old.headers()))
                .toList());
        return records.size();
    }

    /** Produces records and waits until Kafka has them. */
    public void produce(List<ProducerRecord<String, String>> records) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.kafkaServers(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            records.forEach(producer::send);
            producer.flush();
        }
    }

    /** Waits until every group that consumes the topic has acknowledged all that is in it. */
    public void awaitConsumed() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.kafkaServers()))) {
            Awaitility.await("all of " + topic + " is consumed")
                    .atMost(CONSUMED_WITHIN)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> lag(admin) == 0);
        }
    }

    private long lag(Admin admin) throws Exception {
        long lag = 0;
        for (String group : admin.listGroups().all().get().stream()
                .map(listing -> listing.groupId())
                .toList()) {
            Map<TopicPartition, Long> committed =
                    admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                            .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, entry -> entry.getValue().offset()));
            var ends = admin.listOffsets(committed.keySet().stream()
                            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest())))
                    .all()
                    .get();
            for (Map.Entry<TopicPartition, Long> entry : committed.entrySet()) {
                var end = ends.get(entry.getKey());
                lag += end == null ? 0 : end.offset() - entry.getValue();
            }
        }
        return lag;
    }
}
