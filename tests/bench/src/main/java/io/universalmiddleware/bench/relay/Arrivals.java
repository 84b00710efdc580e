package io.universalmiddleware.bench.relay;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.load.Latencies;
import io.universalmiddleware.bench.stack.Sql;
import io.universalmiddleware.stores.PostgresStore;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** When the records of a topic came to a consumer, by the id of the outbox row; from its making on. */
final class Arrivals implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final String COMMITS = """
        SELECT id::text, extract(epoch FROM pg_xact_commit_timestamp(xid::xid)) * 1000000
        FROM outbox WHERE created_at >= to_timestamp(%d / 1000000.0)\
        """;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Long> micros = new HashMap<>();
    private final long since = now();
    private final Thread thread = new Thread(this::read, "bench-arrivals");
    private volatile long latest = System.nanoTime();

    private Arrivals(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    static Arrivals from(String kafka, String topic) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "fetch.min.bytes", "1", "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        Arrivals arrivals = new Arrivals(consumer);
        arrivals.thread.start();
        return arrivals;
    }

    /** Returns when nothing came for a second. */
    void awaitEnd() throws InterruptedException {
        while (System.nanoTime() - latest < TimeUnit.SECONDS.toNanos(1)) {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    /** Stops, and answers for each row how long after the beginning of its commit it came. */
    Latencies sinceCommit(PostgresStore postgres) throws SQLException, InterruptedException {
        awaitEnd();
        close();
        Latencies latencies = new Latencies();
        int missing = 0;
        try (Sql sql = Sql.on(postgres);
                Statement statement = sql.connection().createStatement();
                ResultSet rows = statement.executeQuery(COMMITS.formatted(since))) {
            while (rows.next()) {
                Long came = micros.get(rows.getString(1));
                if (came == null) {
                    missing++;
                } else {
                    latencies.add(1_000 * (came - rows.getLong(2)));
                }
            }
        }
        if (missing > 0) {
            throw new BenchException(missing + " rows did not come to Kafka");
        }
        return latencies;
    }

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        thread.join();
    }

    private void read() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    Header id = record.headers().lastHeader("ce_id");
                    if (id != null) {
                        micros.put(new String(id.value(), StandardCharsets.UTF_8), now());
                        latest = System.nanoTime();
                    }
                }
            }
        } catch (WakeupException closed) {
            // that is how it ends
        }
    }

    private static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
