package io.universalmiddleware.persistence.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.persistence.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Backends.class)
class InboxRepositoryIT {
    private final UUID first = UUID.randomUUID();
    private final UUID second = UUID.randomUUID();
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
    void aMessageIsNewOncePerConsumer() {
        assertThat(database.<Boolean>inTransaction(s -> new InboxRepository(s).add("handlers", first)))
                .isTrue();
        assertThat(database.<Boolean>inTransaction(s -> new InboxRepository(s).add("handlers", first)))
                .isFalse();
        assertThat(database.<Boolean>inTransaction(s -> new InboxRepository(s).add("view:course", first)))
                .isTrue();
    }

    @Test
    void tellsWhichOfManyAreMissing() {
        database.transact(s -> new InboxRepository(s).add("many", first));

        assertThat(database.<Set<UUID>>inTransaction(
                        s -> new InboxRepository(s).missing("many", List.of(first, second))))
                .containsExactly(second);
    }

    @Test
    void forgetsWhatIsOldEnough() {
        database.transact(s -> new InboxRepository(s).add("old", first));

        database.transact(s -> assertThat(
                        new InboxRepository(s).forget(Instant.now().minus(Duration.ofDays(1)), 100))
                .isZero());
        database.transact(s -> assertThat(
                        new InboxRepository(s).forget(Instant.now().plus(Duration.ofDays(1)), 100))
                .isPositive());
    }
}
