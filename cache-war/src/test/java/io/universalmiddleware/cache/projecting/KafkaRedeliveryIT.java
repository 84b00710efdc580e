package io.universalmiddleware.cache.projecting;

import static io.universalmiddleware.cache.Events.added;
import static io.universalmiddleware.cache.Events.balance;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.KafkaBackend;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.cache.TestNode;
import io.universalmiddleware.persistence.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

@WithBackends
class KafkaRedeliveryIT {
    private static final int EVENTS = 100;

    @Test
    void aConsumerThatDiesAtAnyPointLosesAndDoublesNothing(
            PostgresBackend postgres, RedisBackend redis, KafkaBackend kafka) {
        String topic = kafka.topicPrefix() + "events";
        String account = "ann-" + UUID.randomUUID();
        produce(kafka, topic, account);

        try (TestDatabase database = new TestDatabase(postgres)) {
            int delivered = 0;
            for (int life = 1; delivered < EVENTS; life++) {
                assertThat(life).isLessThan(50);
                try (TestNode node = new TestNode(database, redis, Map.of());
                        KafkaConsumer<String, byte[]> consumer = consumer(kafka, topic)) {
                    if (life % 2 == 0) {
                        node.start(); // the others commit rows and die before anything is pushed
                    }
                    List<ConsumerRecord<String, byte[]>> batch = poll(consumer);
                    if (life % 2 == 0) {
                        TestNode.await(node.deliver(batch));
                        consumer.commitSync();
                        delivered += batch.size();
                    } else {
                        node.deliver(batch);
                    }
                }
            }
            try (TestNode node = new TestNode(database, redis, Map.of()).start()) {
                assertThat(node.read(balance(account)).value().body())
                        .isEqualTo("{\"total\":" + EVENTS + ",\"events\":" + EVENTS + "}");
                assertThat(node.read(balance(account)).value().version()).isEqualTo(EVENTS);
                assertThat(node.loads).as("Redis has it").hasValue(0);
            }
        }
    }

    private static List<ConsumerRecord<String, byte[]>> poll(KafkaConsumer<String, byte[]> consumer) {
        List<ConsumerRecord<String, byte[]>> batch = new ArrayList<>();
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (batch.isEmpty() && System.nanoTime() < until) {
            ConsumerRecords<String, byte[]> polled = consumer.poll(Duration.ofMillis(200));
            polled.forEach(batch::add);
        }
        return batch;
    }

    private static void produce(KafkaBackend kafka, String topic, String account) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < EVENTS; i++) {
                ConsumerRecord<String, byte[]> event = added(account, 1);
                producer.send(new ProducerRecord<>(topic, null, event.key(), event.value(), event.headers()));
            }
            producer.flush();
        }
    }

    private static KafkaConsumer<String, byte[]> consumer(KafkaBackend kafka, String topic) {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", kafka.bootstrapServers(),
                        "group.id", kafka.topicPrefix() + "cache",
                        "auto.offset.reset", "earliest",
                        "enable.auto.commit", "false",
                        "max.poll.records", "50"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic));
        return consumer;
    }
}
