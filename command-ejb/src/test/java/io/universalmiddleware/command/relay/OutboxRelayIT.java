package io.universalmiddleware.command.relay;

import static io.universalmiddleware.command.relay.RelayFixture.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.backends.KafkaBackend;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.contracts.message.Headers;
import io.universalmiddleware.persistence.outbox.OutboxRepository;
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

/** What relays publish, and in which order. */
@WithBackends
class OutboxRelayIT {
    private final PostgresBackend postgres;
    private KafkaBackend kafka;
    private RelayFixture fixture;

    OutboxRelayIT(PostgresBackend postgres) {
        this.postgres = postgres;
    }

    @BeforeEach
    void open(KafkaBackend ofThisTest) throws Exception {
        kafka = ofThisTest;
        fixture = new RelayFixture(postgres, kafka);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void publishesWhatWasCommittedAsACloudEventKeyedByItsAggregate() throws Exception {
        try (RunningRelay relay = fixture.relay();
                PublishedRecords published = new PublishedRecords(kafka)) {
            fixture.outbox.append("a", "hello");

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
        try (RunningRelay relay = new RunningRelay(postgres, fixture.settings(50, LONG), asleepUntilWoken);
                PublishedRecords published = new PublishedRecords(kafka)) {
            for (int i = 1; i <= 20; i++) {
                int rows = i;
                fixture.outbox.append("a", Integer.toString(i));
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
        try (RunningRelay first = fixture.relay();
                RunningRelay second = fixture.relay();
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
        try (RunningRelay staying = fixture.relay();
                PublishedRecords published = new PublishedRecords(kafka)) {
            try (RunningRelay leaving = fixture.relay()) {
                await().until(() -> fixture.shardsByOwner().equals(List.of(4, 4)));
            }
            await().until(() -> fixture.shardsByOwner().equals(List.of(8)));
            for (int i = 0; i < 50; i++) {
                fixture.outbox.append("k" + i, "text");
            }
            await().until(() -> {
                published.read();
                return published.distinct() == 50;
            });
        }
    }

    @Test
    void drainsALargeBacklogInTheOrderOfEachAggregate() throws Exception {
        int rows = 100_000;
        fixture.outbox.backlog(rows, 1_000);
        try (RunningRelay relay = fixture.relay(fixture.settings(2_000));
                PublishedRecords published = new PublishedRecords(kafka)) {
            await().atMost(LONG).until(() -> published.read() >= rows && published.distinct() == rows);

            assertThat(published.firstByKey().values()).allSatisfy(PublishedRecords::ascend);
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
                fixture.database.transact(session -> {
                    OutboxRepository repository = new OutboxRepository(session, new ObjectMapper());
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
}
