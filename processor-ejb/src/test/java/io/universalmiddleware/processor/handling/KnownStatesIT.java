package io.universalmiddleware.processor.handling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.spi.Aggregate;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.event.EventRepository;
import io.universalmiddleware.persistence.event.StoredEvent;
import io.universalmiddleware.persistence.postgres.Statements;
import io.universalmiddleware.processor.ledger.Deposited;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Backends.class)
class KnownStatesIT {
    private final KnownStates states = new KnownStates(new EventCodec(new ObjectMapper()));
    private final AtomicInteger folded = new AtomicInteger();
    private final Aggregate<Integer> sum =
            new Aggregate<>("test.Account", List.of(Deposited.class), 0, (before, event) -> {
                folded.incrementAndGet();
                return before + ((Deposited) event).amount();
            });
    private final AggregateRef account = account("a");
    private TestDatabase database;

    @BeforeEach
    void open(PostgresBackend postgres) {
        database = new TestDatabase(postgres);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatIsKnownIsFoldedOnceAndWhatFollowedIsAdded() {
        append(account, 1, 10, 20, 30);
        assertThat(read(account).value()).isEqualTo(60);
        append(account, 4, 40);

        KnownStates.State<Integer> state = read(account);

        assertThat(state.value()).isEqualTo(100);
        assertThat(state.version()).isEqualTo(4);
        assertThat(read(account).value()).isEqualTo(100);
        assertThat(folded).hasValue(4);
    }

    @Test
    void aStreamThatIsNoLongerTheSameIsReadAnew() {
        append(account, 1, 10, 20, 30);
        assertThat(read(account).value()).isEqualTo(60);
        execute("DELETE FROM event WHERE aggregate_id = '" + account.id() + "' AND sequence > 1");
        assertThat(read(account).value()).isEqualTo(10);

        append(account, 2, 1, 1);
        assertThat(read(account).value()).isEqualTo(12);
        execute("DELETE FROM event WHERE aggregate_id = '" + account.id() + "' AND sequence = 3");
        append(account, 3, 5, 5);
        assertThat(read(account).value()).isEqualTo(21);
    }

    @Test
    void moreThanThereIsRoomForIsReadAgain() {
        String large = "x".repeat(1_000_000);
        List<AggregateRef> accounts =
                IntStream.range(0, 12).mapToObj(i -> account("large" + i)).toList();
        accounts.forEach(each -> append(each, 1, 1));
        accounts.forEach(each -> execute("UPDATE event SET data = data || '{\"more\":\"" + large
                + "\"}' WHERE aggregate_id = '" + each.id() + "'"));

        accounts.forEach(each -> assertThat(read(each).value()).isEqualTo(1));
        assertThat(folded).hasValue(12);
        assertThat(read(accounts.get(11)).value()).isEqualTo(1);
        assertThat(folded).hasValue(12);
        assertThat(read(accounts.get(0)).value()).isEqualTo(1);
        assertThat(folded).hasValue(13);
    }

    private void execute(String sql) {
        database.transact(session -> session.update(sql, statement -> {}));
    }

    private KnownStates.State<Integer> read(AggregateRef ref) {
        return database.inTransaction(session -> states.read(ref, sum, new EventRepository(session)));
    }

    private void append(AggregateRef ref, long from, int... amounts) {
        List<StoredEvent> events = IntStream.range(0, amounts.length)
                .mapToObj(i -> event(ref, from + i, amounts[i]))
                .toList();
        database.transact(session -> {
            Statements all = new Statements();
            new EventRepository(session).append(all, events);
            session.run(all);
        });
    }

    private static StoredEvent event(AggregateRef ref, long sequence, int amount) {
        return new StoredEvent(
                UUID.randomUUID(),
                ref,
                sequence,
                "test.Deposited",
                1,
                "{\"amount\":" + amount + ",\"balance\":0}",
                new CommandId(UUID.randomUUID()),
                null,
                Instant.EPOCH);
    }

    private static AggregateRef account(String name) {
        return new AggregateRef(new TenantId("acme"), "test.Account", name + "-" + UUID.randomUUID());
    }
}
