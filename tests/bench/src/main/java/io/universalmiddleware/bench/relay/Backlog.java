package io.universalmiddleware.bench.relay;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.stack.Sql;
import io.universalmiddleware.stores.PostgresStore;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A backlog of outbox rows, committed in portions while who publishes them is halted. */
final class Backlog {
    static final int ROWS = 200_000;

    private static final int PORTION = 1_000;
    private static final long LOOK_MILLIS = 10;
    private static final long LONGEST_SECONDS = 120;
    private static final String ROW = """
        INSERT INTO outbox (lane, id, topic, record_key, headers, data)
        SELECT n %% 128, i.id, 'commands', 'bench/gopro.Enrolment/learner-' || n || ':course', jsonb_build_object(
            'content-type', 'application/json', 'ce_specversion', '1.0', 'ce_id', i.id::text, 'ce_source', '/um/command',
            'ce_type', 'gopro.EnrolLearner', 'ce_dataversion', '1', 'ce_subject', 'learner-' || n || ':course',
            'ce_time', '2026-01-01T00:00:00Z', 'ce_tenant', 'bench', 'ce_aggregatetype', 'gopro.Enrolment',
            'ce_commandid', i.id::text, 'ce_correlationid', i.id::text, 'ce_principal', 'admin',
            'ce_traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'),
            '{"learner":"learner-' || n || '","course":"course"}'
        FROM generate_series(%d, %d) n, LATERAL (SELECT uuidv7() AS id WHERE n > 0) i\
        """;

    private final PostgresStore postgres;
    private final String kafka;
    private final String topic;

    Backlog(PostgresStore postgres, String kafka, String topic) {
        this.postgres = postgres;
        this.kafka = kafka;
        this.topic = topic;
    }

    /** Rows published a second, from the moment the publisher goes on until the last one is in Kafka. */
    double perSecond(Runnable halt, Runnable resume) throws SQLException, InterruptedException {
        try (KafkaConsumer<byte[], byte[]> ends = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = ends.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            long before = total(ends, partitions);
            halt.run();
            try {
                commit();
            } finally {
                resume.run();
            }
            long begin = System.nanoTime();
            while (total(ends, partitions) - before < ROWS) {
                if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(LONGEST_SECONDS)) {
                    throw new BenchException("of %d rows %d came to Kafka within %d s"
                            .formatted(ROWS, total(ends, partitions) - before, LONGEST_SECONDS));
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            return ROWS / ((System.nanoTime() - begin) / 1e9);
        }
    }

    private void commit() throws SQLException {
        try (Sql sql = Sql.on(postgres)) {
            for (int from = 1; from <= ROWS; from += PORTION) {
                sql.execute(ROW.formatted(from, from + PORTION - 1));
            }
        }
    }

    private static long total(KafkaConsumer<byte[], byte[]> ends, List<TopicPartition> partitions) {
        return ends.endOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
