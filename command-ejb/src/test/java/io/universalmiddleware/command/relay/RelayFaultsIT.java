package io.universalmiddleware.command.relay;

import static io.universalmiddleware.command.relay.RelayFixture.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.backends.KafkaBackend;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of the outbox when a relay, Kafka or PostgreSQL fails. */
@WithBackends
class RelayFaultsIT {
    private static final Logger LOG = LoggerFactory.getLogger(RelayFaultsIT.class);

    private final PostgresBackend postgres;
    private KafkaBackend kafka;
    private RelayFixture fixture;

    RelayFaultsIT(PostgresBackend postgres) {
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
    void aRelayThatWasHaltedIsFencedAndNothingIsLostOrReordered() throws Exception {
        try (RelayProcess sleeper = RelayProcess.start(postgres, kafka, 50, Duration.ofSeconds(1));
                PublishedRecords published = new PublishedRecords(kafka)) {
            await().atMost(LONG).until(() -> fixture.shardsByOwner().equals(List.of(8)));
            fixture.outbox.backlog(20_000, 100);
            await().atMost(LONG).until(() -> published.read() > 500);
            sleeper.signal("STOP");
            long epochs = fixture.epochs();

            try (RunningRelay successor = fixture.relay()) {
                await().atMost(LONG).until(() -> fixture.epochs() == epochs + 8);
                fixture.outbox.append("k1", "after");
                sleeper.signal("CONT");
                await().atMost(LONG).until(() -> {
                    published.read();
                    return published.distinct() == 20_001;
                });
                await().until(() -> fixture.shardsByOwner().equals(List.of(4, 4)));
            }

            assertThat(published.firstByKey().values()).allSatisfy(PublishedRecords::ascend);
            LOG.info("{} of 20001 rows came twice after a halted relay woke", published.all.size() - 20_001);
        }
    }

    @Test
    void publishesAgainAtMostAPageAfterACrash() throws Exception {
        int pageRows = 500;
        try (PublishedRecords published = new PublishedRecords(kafka)) {
            try (RelayProcess crashing = RelayProcess.start(postgres, kafka, pageRows, Duration.ofMinutes(5))) {
                await().atMost(LONG).until(() -> fixture.shardsByOwner().equals(List.of(8)));
                fixture.outbox.backlog(60_000, 100);
                await().atMost(LONG).until(() -> published.read() > 2_000);
                crashing.signal("KILL");
            }
            fixture.endLeases();
            try (RunningRelay next = fixture.relay(fixture.settings(pageRows, Duration.ofMinutes(5)))) {
                await().atMost(LONG).until(() -> {
                    published.read();
                    return published.distinct() == 60_000;
                });
            }

            assertThat(published.firstByKey().values()).allSatisfy(PublishedRecords::ascend);
            assertThat(published.all.size() - 60_000).isBetween(0, pageRows);
        }
    }

    @Test
    void waitsForKafkaAndKeepsOrderWhenItComesBack() throws Exception {
        RelaySettings impatient = RelaySettingsFixture.settings(
                kafka.bootstrapServers(), kafka.topicPrefix(), 50, Duration.ofSeconds(1), Duration.ofSeconds(2));
        try (RunningRelay relay = fixture.relay(impatient);
                PublishedRecords published = new PublishedRecords(kafka)) {
            fixture.outbox.append("a", "0");
            await().until(() -> published.read() >= 1); // more, where an answer of Kafka took too long
            kafka.kill();
            for (int i = 1; i <= 300; i++) {
                fixture.outbox.append("a", Integer.toString(i));
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
            assertThat(published.firstByKey().values()).allSatisfy(PublishedRecords::ascend);
        } finally {
            kafka.start();
        }
    }

    @Test
    void goesOnWhenPostgresqlComesBack() throws Exception {
        try (RunningRelay relay = fixture.relay();
                PublishedRecords published = new PublishedRecords(kafka)) {
            fixture.outbox.append("a", "before");
            await().until(() -> published.read() == 1);
            postgres.kill();
            postgres.start();
            await().ignoreExceptions().atMost(LONG).until(() -> {
                fixture.outbox.append("a", "after");
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
}
