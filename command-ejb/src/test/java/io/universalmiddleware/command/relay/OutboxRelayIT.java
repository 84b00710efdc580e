package io.universalmiddleware.command.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.backends.KafkaBackend;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.contracts.message.Headers;
import io.universalmiddleware.persistence.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@WithBackends
class OutboxRelayIT {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelayIT.class);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final PostgresBackend postgres;
    private KafkaBackend kafka;
    private TestDatabase database;
    private OutboxWriter outbox;

    OutboxRelayIT(PostgresBackend postgres) {
        this.postgres = postgres;
    }

    @BeforeEach
    void open(KafkaBackend ofThisTest) throws Exception {
        kafka = ofThisTest;
        database = new TestDatabase(postgres);
        outbox = new OutboxWriter(database);
        sql("UPDATE outbox_lease SET owner = NULL, leased_until = '-infinity', cursor = pg_current_snapshot(), "
                + "target = NULL, last_seq = 0");
        sql("DELETE FROM outbox_relay");
        new TopicCreation(RelaySettingsFixture.settings(kafka.bootstrapServers(), kafka.topicPrefix(), 10)).create();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void publishesWhatWasCommittedAsACloudEventKeyedByItsAggregate() throws Exception {
        try (RunningRelay relay = relay();
                PublishedRecords published = new PublishedRecords(kafka)) {
            outbox.append("a", "hello");

            await().until(() -> published.read() == 1);

            var record = published.all.get(0);
            assertThat(record.key()).isEqualTo("acme/test.Thing/a");
            assertThat(record.value()).isEqualTo("\"hello\"");
            assertThat(PublishedRecords.header(record, Headers.TYPE)).isEqualTo("test.Happened");
            await().until(() -> relay.meters.get("um_outbox_publish").timer().count() == 1);
        }
    }

    @Test
    void theSignalOfACommitIsEnoughToPublishItsRows() throws Exception {
        Waker asleepUntilWoken = new Waker() {
            @Override
            boolean sleep(Duration atMost) {
                return super.sleep(Duration.ofHours(1));
            }
        };
        try (RunningRelay relay = new RunningRelay(postgres, settings(50, LONG), asleepUntilWoken);
                PublishedRecords published = new PublishedRecords(kafka)) {
            for (int i = 1; i <= 20; i++) {
                int rows = i;
                outbox.append("a", Integer.toString(i));
                relay.waker.wake();

                await().until(() -> published.read() == rows);
            }
        }
    }

    @Test
    void losesNothingAndKeepsTheOrderOfEachAggregateAmongConcurrentTransactions() throws Exception {
        long seed = System.nanoTime();
        Map<String, List<String>> appended = new ConcurrentHashMap<>();
        ExecutorService writers = Executors.newFixedThreadPool(8);
        try (RunningRelay first = relay();
                RunningRelay second = relay();
                PublishedRecords published = new PublishedRecords(kafka)) {
            List<Future<?>> running = new ArrayList<>();
            for (int w = 0; w < 8; w++) {
                String key = "w" + w;
                Random random = new Random(seed + w);
                running.add(writers.submit(() -> write(key, random, appended)));
            }
            for (Future<?> writer : running) {
                writer.get();
            }
            int expected = appended.values().stream().mapToInt(List::size).sum();
            await().atMost(LONG).until(() -> {
                published.read();
                return published.distinct() >= expected;
            });

            assertThat(published.firstByKey()).as("seed %d", seed).isEqualTo(appended);
        } finally {
            writers.shutdownNow();
        }
    }

    @Test
    void twoRelaysShareTheShardsAndOneTakesOverWhenTheOtherStops() throws Exception {
        try (RunningRelay staying = relay();
                PublishedRecords published = new PublishedRecords(kafka)) {
            try (RunningRelay leaving = relay()) {
                await().until(() -> shardsByOwner().equals(List.of(4, 4)));
            }
            await().until(() -> shardsByOwner().equals(List.of(8)));
            for (int i = 0; i < 50; i++) {
                outbox.append("k" + i, "text");
            }
            await().until(() -> {
                published.read();
                return published.distinct() == 50;
            });
        }
    }

    @Test
    void aRelayThatWasHaltedIsFencedAndNothingIsLostOrReordered() throws Exception {
        try (RelayProcess sleeper = RelayProcess.start(postgres, kafka, 50, Duration.ofSeconds(1));
                PublishedRecords published = new PublishedRecords(kafka)) {
            await().atMost(LONG).until(() -> shardsByOwner().equals(List.of(8)));
            outbox.backlog(20_000, 100);
            await().atMost(LONG).until(() -> published.read() > 500);
            sleeper.signal("STOP");
            long epochs = number("SELECT sum(epoch) FROM outbox_lease");

            try (RunningRelay successor = relay()) {
                await().atMost(LONG).until(() -> number("SELECT sum(epoch) FROM outbox_lease") == epochs + 8);
                outbox.append("k1", "after");
                sleeper.signal("CONT");
                await().atMost(LONG).until(() -> {
                    published.read();
                    return published.distinct() == 20_001;
                });
                await().until(() -> shardsByOwner().equals(List.of(4, 4)));
            }

            assertThat(published.firstByKey().values()).allSatisfy(OutboxRelayIT::assertAscending);
            LOG.info("{} of 20001 rows came twice after a halted relay woke", published.all.size() - 20_001);
        }
    }

    @Test
    void publishesAgainAtMostAPageAfterACrash() throws Exception {
        int pageRows = 500;
        try (PublishedRecords published = new PublishedRecords(kafka)) {
            try (RelayProcess crashing = RelayProcess.start(postgres, kafka, pageRows, Duration.ofMinutes(5))) {
                await().atMost(LONG).until(() -> shardsByOwner().equals(List.of(8)));
                outbox.backlog(60_000, 100);
                await().atMost(LONG).until(() -> published.read() > 2_000);
                crashing.signal("KILL");
            }
            endLeases();
            try (RunningRelay next = new RunningRelay(postgres, settings(pageRows, Duration.ofMinutes(5)))) {
                await().atMost(LONG).until(() -> {
                    published.read();
                    return published.distinct() == 60_000;
                });
            }

            assertThat(published.firstByKey().values()).allSatisfy(OutboxRelayIT::assertAscending);
            assertThat(published.all.size() - 60_000).isBetween(0, pageRows);
        }
    }

    @Test
    void waitsForKafkaAndKeepsOrderWhenItComesBack() throws Exception {
        RelaySettings impatient = RelaySettingsFixture.settings(
                kafka.bootstrapServers(), kafka.topicPrefix(), 50, Duration.ofSeconds(1), Duration.ofSeconds(2));
        try (RunningRelay relay = new RunningRelay(postgres, impatient);
                PublishedRecords published = new PublishedRecords(kafka)) {
            outbox.append("a", "0");
            await().until(() -> published.read() >= 1); // more, where an answer of Kafka took too long
            kafka.kill();
            for (int i = 1; i <= 300; i++) {
                outbox.append("a", Integer.toString(i));
            }
            await().atMost(LONG)
                    .until(() -> relay.meters
                                    .get("um_outbox_publish_failures")
                                    .counter()
                                    .count()
                            > 0);
            kafka.start();

            await().atMost(LONG).until(() -> {
                published.read();
                return published.distinct() == 301;
            });
            assertThat(published.firstByKey().values()).allSatisfy(OutboxRelayIT::assertAscending);
        } finally {
            kafka.start();
        }
    }

    @Test
    void goesOnWhenPostgresqlComesBack() throws Exception {
        try (RunningRelay relay = relay();
                PublishedRecords published = new PublishedRecords(kafka)) {
            outbox.append("a", "before");
            await().until(() -> published.read() == 1);
            postgres.kill();
            postgres.start();
            await().ignoreExceptions().atMost(LONG).until(() -> {
                outbox.append("a", "after");
                return true;
            });

            await().atMost(LONG).until(() -> {
                published.read();
                return published.distinct() == 2;
            });
        } finally {
            postgres.start();
        }
    }

    @Test
    void drainsALargeBacklogInTheOrderOfEachAggregate() throws Exception {
        int rows = 100_000;
        outbox.backlog(rows, 1_000);
        try (RunningRelay relay = new RunningRelay(postgres, settings(2_000));
                PublishedRecords published = new PublishedRecords(kafka)) {
            await().atMost(LONG).until(() -> published.read() >= rows && published.distinct() == rows);

            assertThat(published.firstByKey().values()).allSatisfy(OutboxRelayIT::assertAscending);
        }
    }

    private void write(String key, Random random, Map<String, List<String>> appended) {
        List<String> committed = appended.computeIfAbsent("acme/test.Thing/" + key, k -> new ArrayList<>());
        for (int i = 0; i < 60; i++) {
            int rows = 1 + random.nextInt(4);
            String[] texts = new String[rows];
            for (int r = 0; r < rows; r++) {
                texts[r] = i + "." + r;
            }
            int pauseMillis = random.nextInt(10) == 0 ? random.nextInt(120) : 0;
            boolean rollBack = random.nextInt(10) == 0;
            try {
                database.transact(session -> {
                    var repository = new io.universalmiddleware.persistence.outbox.OutboxRepository(
                            session, new com.fasterxml.jackson.databind.ObjectMapper());
                    for (String text : texts) {
                        repository.append(OutboxWriter.message(key, text));
                    }
                    session.query("SELECT pg_sleep(?)", s -> s.setDouble(1, pauseMillis / 1000.0), row -> true);
                    if (rollBack) {
                        throw new IllegalStateException("rolled back on purpose");
                    }
                });
                for (String text : texts) {
                    committed.add("\"" + text + "\"");
                }
            } catch (IllegalStateException onPurpose) {
                assertThat(rollBack).isTrue();
            }
        }
    }

    private static void assertAscending(List<String> texts) {
        List<Integer> numbers = texts.stream()
                .filter(t -> Character.isDigit(t.charAt(1)))
                .map(t -> Integer.parseInt(t.substring(1).split("\\D", 2)[0]))
                .toList();
        assertThat(numbers).isSorted();
    }

    private RunningRelay relay() {
        return new RunningRelay(postgres, settings(50));
    }

    private RelaySettings settings(int pageRows) {
        return RelaySettingsFixture.settings(kafka.bootstrapServers(), kafka.topicPrefix(), pageRows);
    }

    private RelaySettings settings(int pageRows, Duration lease) {
        return RelaySettingsFixture.settings(
                kafka.bootstrapServers(), kafka.topicPrefix(), pageRows, lease, Duration.ofSeconds(30));
    }

    /** As if the leases of relays that died had run out. */
    private void endLeases() throws SQLException {
        sql("UPDATE outbox_lease SET leased_until = '-infinity'");
        sql("DELETE FROM outbox_relay");
    }

    private List<Integer> shardsByOwner() throws SQLException {
        List<Integer> counts = new ArrayList<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) FROM outbox_lease WHERE leased_until > now() GROUP BY owner")) {
            while (rows.next()) {
                counts.add(rows.getInt(1));
            }
        }
        return counts;
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void sql(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
