package io.universalmiddleware.persistence.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.persistence.TestDatabase;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithBackends
class LeaseRepositoryIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final DataSource dataSource;
    private RelayConnection connection;

    LeaseRepositoryIT(PostgresBackend postgres) {
        try (TestDatabase database = new TestDatabase(postgres)) {
            dataSource = database.dataSource();
        }
    }

    @BeforeEach
    void open() {
        connection = RelayConnection.open(dataSource);
        connection.execute("UPDATE outbox_lease SET leased_until = '-infinity'; DELETE FROM outbox_relay");
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void aShardHasOneOwner() {
        LeaseRepository first = relay("first", LONG);
        LeaseRepository second = relay("second", LONG);

        assertThat(first.acquire(5)).hasSize(5);
        assertThat(second.acquire(8)).hasSize(3);
        assertThat(first.acquire(8)).isEmpty();
    }

    @Test
    void aLeaseThatEndedPassesOnWithANewEpochAndFencesItsFormerOwner() {
        relay("holder", LONG).acquire(7);
        LeaseRepository former = relay("former", Duration.ofMillis(10));
        List<OutboxLease> old = former.acquire(1);
        LeaseRepository next = relay("next", LONG);

        await().until(() -> !next.acquire(1).isEmpty());

        assertThat(former.renew()).isEmpty();
        assertThat(former.move(OutboxCursor.at("5:5:"), old)).isEmpty();
        assertThat(next.renew()).singleElement().satisfies(lease -> {
            assertThat(lease.epoch()).isEqualTo(old.get(0).epoch() + 1);
            assertThat(lease.cursor()).isEqualTo(old.get(0).cursor());
        });
    }

    @Test
    void aCursorIsHandedOnWithItsWindow() {
        LeaseRepository first = relay("first", LONG);
        List<OutboxLease> all = first.acquire(8);
        OutboxCursor inside = OutboxCursor.at("700:700:").within("800:802:801", 42);

        assertThat(first.move(inside, all)).hasSize(8);
        first.release(all.stream().map(OutboxLease::shard).toList());

        assertThat(relay("second", LONG).acquire(8))
                .extracting(OutboxLease::cursor)
                .containsOnly(inside);
    }

    @Test
    void countsTheRelaysThatLive() {
        assertThat(relay("a", LONG).alive()).isEqualTo(1);
        assertThat(relay("b", LONG).alive()).isEqualTo(2);
        relay("a", LONG).leave();
        assertThat(relay("b", LONG).alive()).isEqualTo(1);
    }

    private LeaseRepository relay(String name, Duration lease) {
        return new LeaseRepository(connection, name, lease);
    }
}
