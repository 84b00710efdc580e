package io.universalmiddleware.gateway.analytics;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.gateway.traffic.Recorder;
import io.universalmiddleware.gateway.traffic.TestRequest;
import io.universalmiddleware.gateway.traffic.Traffic;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.analytics.TrafficBatch;
import io.universalmiddleware.persistence.analytics.TrafficPartitions;
import io.universalmiddleware.persistence.analytics.TrafficPartitions.Table;
import io.universalmiddleware.persistence.analytics.TrafficQueries;
import io.universalmiddleware.persistence.analytics.TrafficRepository;
import io.universalmiddleware.persistence.postgres.SqlFault;
import io.universalmiddleware.persistence.postgres.SqlSession;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;

/** A database of a test's own, and nodes that flush to it, through a way that can fail. */
final class TrafficFixture implements AutoCloseable {
    static final AnalyticsSettings SETTINGS = new AnalyticsSettings(
            true, 1_000, Duration.ofSeconds(1), Duration.ofDays(7), Duration.ofDays(7), Duration.ofDays(400));

    /** What becomes of a call of the store. */
    enum Way {
        OPEN,
        /** Nothing gets there. */
        AWAY,
        /** It gets there, and nobody hears of it. */
        ANSWER_LOST
    }

    final TestDatabase database;
    private final Clock clock;

    TrafficFixture(PostgresBackend postgres, Clock clock) {
        database = new TestDatabase(postgres);
        this.clock = clock;
        database.transact(s -> s.update(
                "TRUNCATE traffic_minute, traffic_hour, traffic_top, request_log, traffic_writer", statement -> {}));
    }

    Node node() {
        return new Node();
    }

    <T> T ask(Function<StoredTraffic, T> question) {
        return database.inTransaction(s -> question.apply(stored(s)));
    }

    @Override
    public void close() {
        database.close();
    }

    private static StoredTraffic stored(SqlSession session) {
        return new StoredTraffic(
                new TrafficRepository(session), new TrafficPartitions(session), new TrafficQueries(session));
    }

    /** A node: one recorder, and what flushes it. */
    final class Node implements TrafficStore {
        final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        final Retentions retentions = new Retentions(SETTINGS.logKept());
        final Flushing flushing;
        volatile Way way = Way.OPEN;
        /** How many batches get through before the way breaks. */
        int mostBatches = Integer.MAX_VALUE;

        int batches;
        /** Until it is open no batch goes on to the store. */
        volatile CountDownLatch gate = new CountDownLatch(0);

        final CountDownLatch atGate = new CountDownLatch(1);
        private final Recorder recorder;
        private Instant handedOverAt = Instant.EPOCH;

        private Node() {
            Traffic traffic = new Traffic(SETTINGS.logRate(), clock);
            recorder = traffic.recorder(1);
            flushing = new Flushing(traffic, this, SETTINGS, retentions, new AnalyticsMetrics(metrics), clock);
        }

        Node sees(int times, TestRequest request) {
            if (!clock.instant().equals(handedOverAt)) {
                handedOverAt = clock.instant();
                recorder.handOver();
            }
            for (int i = 0; i < times; i++) {
                recorder.ended(request);
            }
            return this;
        }

        void handOver() {
            recorder.handOver();
        }

        void flush() {
            handOver();
            flushing.flush(true);
        }

        double counted(String name, String... tags) {
            return metrics.get(name).tags(tags).counter().count();
        }

        @Override
        public void add(TrafficBatch batch) {
            atGate.countDown();
            try {
                gate.await();
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
            way = batches == mostBatches ? Way.AWAY : way;
            through(store -> store.add(batch));
            batches++;
        }

        @Override
        public void addPartition(Table table, LocalDate first) {
            through(store -> store.addPartition(table, first));
        }

        @Override
        public boolean dropOne(Table table, Instant before) {
            return ask(store -> store.dropOne(table, before));
        }

        @Override
        public void forgetWriters() {
            through(StoredTraffic::forgetWriters);
        }

        private void through(Consumer<StoredTraffic> call) {
            if (way != Way.AWAY) {
                ask(store -> {
                    call.accept(store);
                    return true;
                });
            }
            if (way != Way.OPEN) {
                throw new SqlFault(new SQLException("the way is broken", "08006"));
            }
        }
    }
}
