package io.universalmiddleware.cache.projecting;

import static io.universalmiddleware.cache.Events.added;
import static io.universalmiddleware.cache.Events.balance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.cache.BalanceProjection;
import io.universalmiddleware.cache.TestNode;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.view.ViewRepository;
import io.universalmiddleware.persistence.view.ViewRow;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithBackends
class EventIntakeIT {
    private final TestDatabase database;
    private final String account = "int-" + UUID.randomUUID();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger transactions = new AtomicInteger();
    private volatile Consumer<List<IncomingEvent>> before = events -> {};
    private TestNode node;
    private EventIntake intake;

    EventIntakeIT(PostgresBackend postgres) {
        database = new TestDatabase(postgres);
    }

    @BeforeEach
    void start(RedisBackend redis) {
        node = new TestNode(database, redis, Map.of()).start();
        EventDelivery delivery = new EventDelivery(
                new ObjectMapper(),
                node.views,
                (events, poison) -> {
                    before.accept(events);
                    transactions.incrementAndGet();
                    return database.inTransaction(session -> new ProjectingBatch(
                                    node.views, Deliveries.parking(session), Deliveries.applying(session))
                            .project(events, poison));
                },
                (message, reason) -> database.transact(session ->
                        new KeepingUndecodable(Deliveries.parking(session), Clock.systemUTC()).keep(message, reason)),
                node.pushing,
                () -> {},
                Spans.off(),
                node.meters);
        intake = new EventIntake(delivery, Thread::new, 3);
    }

    @AfterEach
    void stop() throws InterruptedException {
        intake.finish(Duration.ZERO);
        node.close();
        database.close();
    }

    @Test
    void aKeyThatIsHeldUpHoldsUpNoOtherAndItsBatchAlone() {
        CountDownLatch release = new CountDownLatch(1);
        holdUp(account, release);
        take(added(account, 1));
        await().until(() -> intake.inFlight() == 1);
        for (int i = 0; i < 20; i++) {
            take(added(account + "-" + i, 1));
        }

        await().untilAsserted(() -> assertThat(acknowledged).hasValue(20));
        await().until(() -> intake.inFlight() == 1);
        take(added(account, 10), added(account + "-0", 1));
        await().until(() -> row(account + "-0").version() == 2);
        assertThat(acknowledged).hasValue(20);
        release.countDown();

        await().untilAsserted(() -> assertThat(acknowledged).hasValue(22));
        assertThat(row(account).body()).isEqualTo("{\"total\":11,\"events\":2}");
    }

    @Test
    void whatWaitsForAWorkerGoesInOneTransaction() {
        CountDownLatch release = new CountDownLatch(1);
        before = events -> awaiting(release);
        for (int i = 0; i < 3; i++) {
            take(added(account + "-busy-" + i, 1));
            int busy = i + 1;
            await().until(() -> intake.inFlight() == busy);
        }
        for (int i = 0; i < 30; i++) {
            take(added(account + "-" + i % 10, 1));
        }
        release.countDown();

        await().untilAsserted(() -> assertThat(acknowledged).hasValue(33));
        assertThat(transactions).hasValueLessThanOrEqualTo(6);
    }

    @Test
    void batchesThatOverlapWithRedeliveriesApplyEachEventOnceAndInOrder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
        int batches = 0;
        for (int i = 0; i < 300; i++) {
            all.add(added(account + "-" + i % 7, 1));
            List<ConsumerRecord<String, byte[]>> batch = new ArrayList<>(List.of(all.get(i)));
            for (int again = random.nextInt(3); again > 0; again--) {
                batch.add(all.get(random.nextInt(all.size())));
            }
            intake.take(batch, acknowledged::incrementAndGet);
            batches++;
        }

        int expected = batches;
        await().untilAsserted(() -> assertThat(acknowledged).hasValue(expected));
        int total = 0;
        for (int i = 0; i < 7; i++) {
            total += (int) row(account + "-" + i).version();
            assertThat(node.read(balance(account + "-" + i)).value().version())
                    .as("seed %d", seed)
                    .isEqualTo(row(account + "-" + i).version());
        }
        assertThat(total).as("seed %d", seed).isEqualTo(300);
    }

    @Test
    void afterARevocationNothingThatWasTakenBeforeIsAcknowledged() {
        CountDownLatch release = new CountDownLatch(1);
        holdUp(account, release);
        take(added(account, 1));

        intake.revoked();
        release.countDown();
        take(added(account, 1));

        await().untilAsserted(() -> assertThat(acknowledged).hasValue(1));
        assertThat(row(account).version()).isEqualTo(2);
    }

    @Test
    void aFaultOfTheDatabasePassesNoEventOver() {
        AtomicInteger faults = new AtomicInteger(3);
        before = events -> {
            if (faults.getAndDecrement() > 0) {
                throw new IllegalStateException("the database is away");
            }
        };
        take(added(account, 1), added(account, 2));

        await().untilAsserted(() -> assertThat(acknowledged).hasValue(1));
        assertThat(row(account).body()).isEqualTo("{\"total\":3,\"events\":2}");
    }

    @Test
    void anErrorOfAProjectionParksItsEventAndHoldsUpNoOther() {
        take(
                added(account, 1),
                added(account, BalanceProjection.ENDLESS),
                added(account, 2),
                added(account + "-other", 5));

        await().untilAsserted(() -> assertThat(acknowledged).hasValue(1));
        assertThat(row(account).body()).isEqualTo("{\"total\":1,\"events\":1}");
        assertThat(row(account + "-other").version()).isEqualTo(1);
        assertThat(node.count("um.projection.events", "outcome", "poison")).isEqualTo(1);
    }

    @Test
    void anErrorElsewherePassesNoEventOver() {
        AtomicInteger errors = new AtomicInteger(1);
        before = events -> {
            if (errors.getAndDecrement() > 0) {
                throw new NoClassDefFoundError("gone");
            }
        };
        take(added(account, 1));
        take(added(account, 2));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(acknowledged).hasValue(2));
        assertThat(row(account).body()).isEqualTo("{\"total\":3,\"events\":2}");
    }

    @Test
    void whatIsNotCommittedWhenItStopsIsNotAcknowledged() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        holdUp(account, release);
        take(added(account, 1));
        take(added(account, 1));

        assertThat(intake.finish(Duration.ofMillis(50))).isFalse();
        release.countDown();

        assertThat(acknowledged).hasValue(0);
    }

    @SafeVarargs
    private void take(ConsumerRecord<String, byte[]>... batch) {
        intake.take(List.of(batch), acknowledged::incrementAndGet);
    }

    private void holdUp(String key, CountDownLatch release) {
        before = events -> {
            if (events.stream().anyMatch(e -> e.metadata().aggregate().id().equals(key))) {
                awaiting(release);
            }
        };
    }

    private ViewRow row(String key) {
        return database.inTransaction(session -> new ViewRepository(session)
                .find(balance(key))
                .orElse(new ViewRow(balance(key), 0, null, java.time.Instant.EPOCH)));
    }

    private static void awaiting(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
