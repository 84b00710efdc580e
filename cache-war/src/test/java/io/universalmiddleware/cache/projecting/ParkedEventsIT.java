package io.universalmiddleware.cache.projecting;

import static io.universalmiddleware.cache.Events.added;
import static io.universalmiddleware.cache.Events.balance;
import static io.universalmiddleware.cache.Events.commandOf;
import static io.universalmiddleware.cache.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.cache.Added;
import io.universalmiddleware.cache.BalanceProjection;
import io.universalmiddleware.cache.TestNode;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.deadletter.DeadLetter;
import io.universalmiddleware.persistence.deadletter.DeadLetterRepository;
import io.universalmiddleware.persistence.deadletter.LetterQuery;
import io.universalmiddleware.persistence.deadletter.LetterReason;
import io.universalmiddleware.persistence.deadletter.LetterState;
import io.universalmiddleware.persistence.deadletter.Parking;
import io.universalmiddleware.persistence.inbox.InboxRepository;
import io.universalmiddleware.persistence.view.ViewRepository;
import io.universalmiddleware.persistence.view.ViewRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithBackends
class ParkedEventsIT {
    private final TestDatabase database;
    private final String account = "poi-" + UUID.randomUUID();
    private final ConsumerRecord<String, byte[]> poison = event(account, new Added(1000, true));
    private final ConsumerRecord<String, byte[]> later = added(account, 10);
    private TestNode node;
    private ParkedEvents parked;

    ParkedEventsIT(PostgresBackend postgres) {
        database = new TestDatabase(postgres);
    }

    @BeforeEach
    void start(RedisBackend redis) {
        BalanceProjection.MENDED.set(false);
        node = new TestNode(database, redis, Map.of()).start();
        parked = Deliveries.parked(database, node.views, node.delivery);
        node.deliverAll(added(account, 1), poison, later);
    }

    @AfterEach
    void stop() {
        BalanceProjection.MENDED.set(false);
        node.close();
        database.close();
    }

    @Test
    void aRetryOfAMendedProjectionAppliesItAndWhatWaitedInOrder() throws InterruptedException {
        BalanceProjection.MENDED.set(true);

        decide((parking, letter) -> parking.retry(letter, "olga", null, "mended"));
        parked.look();

        assertThat(row().body()).isEqualTo("{\"total\":1011,\"events\":3}");
        assertThat(row().version()).isEqualTo(3);
        assertThat(letter().state()).isEqualTo(LetterState.RESOLVED);
        node.deliverAll(added(account, 100));
        assertThat(row().version()).isEqualTo(4);
    }

    @Test
    void aReadThatAsksForAParkedEffectIsNeverAnsweredWithoutIt() throws InterruptedException {
        assertThat(database.<Boolean>inTransaction(session -> new InboxRepository(session)
                        .missing("view:balance", Set.of(id(later)))
                        .contains(id(later))))
                .isTrue();

        BalanceProjection.MENDED.set(true);
        decide((parking, letter) -> parking.retry(letter, "olga", null, null));
        parked.look();

        assertThat(database.<Boolean>inTransaction(session -> new InboxRepository(session)
                        .missing("view:balance", Set.of(id(poison), id(later)))
                        .isEmpty()))
                .isTrue();
    }

    @Test
    void aRetryThatFailsParksAgain() throws InterruptedException {
        decide((parking, letter) -> parking.retry(letter, "olga", null, null));
        parked.look();

        assertThat(letter().state()).isEqualTo(LetterState.OPEN);
        assertThat(letter().attempts()).isEqualTo(2);
        assertThat(letter().cause().exception()).isEqualTo("java.lang.IllegalStateException");
        assertThat(row().version()).isEqualTo(1);
    }

    @Test
    void aDiscardedEventIsLeftOutAndTheRestGoesOn() throws InterruptedException {
        decide((parking, letter) -> parking.discard(letter, "olga", "bad data"));
        parked.look();
        node.deliverAll(poison, later); // both come again

        assertThat(row().body()).isEqualTo("{\"total\":11,\"events\":2}");
        assertThat(letter().state()).isEqualTo(LetterState.DISCARDED);
    }

    @Test
    void redeliveryOfWhatIsParkedKeepsItOnceAndInOrder() throws InterruptedException {
        node.deliverAll(later, poison, later, added(account, 100));
        BalanceProjection.MENDED.set(true);

        decide((parking, letter) -> parking.retry(letter, "olga", null, null));
        parked.look();

        assertThat(row().body()).isEqualTo("{\"total\":1111,\"events\":4}");
    }

    @Test
    void aRecordThatIsNoEventIsALetterThatHoldsNothingUp() throws InterruptedException {
        ConsumerRecord<String, byte[]> garbage =
                new ConsumerRecord<>("events", 5, 9, "acme/x/" + account, new byte[] {1});
        node.deliverAll(garbage, garbage);

        DeadLetter letter = letters().stream()
                .filter(l -> l.message().consumer().equals(Decoding.CONSUMER))
                .findFirst()
                .orElseThrow();
        assertThat(letter.reason()).isEqualTo(LetterReason.MALFORMED);
        assertThat(letter.message().parks()).isFalse();
        assertThat(letter.message().payload()).containsExactly(1);
        database.transact(session -> Deliveries.parking(session).retry(letter, "olga", null, null));
        parked.look();
        assertThat(letters().stream().filter(l -> l.id().equals(letter.id())).findFirst())
                .hasValueSatisfying(again -> {
                    assertThat(again.state()).isEqualTo(LetterState.OPEN);
                    assertThat(again.attempts()).isEqualTo(2);
                });
    }

    private static UUID id(ConsumerRecord<String, byte[]> record) {
        return UUID.fromString(new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8));
    }

    private void decide(BiConsumer<Parking, DeadLetter> decision) {
        DeadLetter open = letter();
        database.transact(session -> decision.accept(Deliveries.parking(session), open));
    }

    private DeadLetter letter() {
        return letters().stream()
                .filter(letter -> commandOf(poison).equals(letter.message().command()))
                .findFirst()
                .orElseThrow();
    }

    private List<DeadLetter> letters() {
        return database.inTransaction(session -> new DeadLetterRepository(session, new ObjectMapper())
                .list(new LetterQuery(Set.of("acme", ""), null, null, null, null, 1000)));
    }

    private ViewRow row() {
        return database.inTransaction(
                session -> new ViewRepository(session).find(balance(account)).orElseThrow());
    }
}
