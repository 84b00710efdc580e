package io.universalmiddleware.persistence.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.postgres.SqlFault;
import io.universalmiddleware.persistence.postgres.Statements;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Backends.class)
class EventRepositoryIT {
    private final CommandId command = new CommandId(Uuid7.next(Clock.systemUTC()));
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
    void givesAStreamBackAsItWasAppended() {
        StoredEvent first = event("java", 1);
        StoredEvent second = event("java", 2);
        append(first, second);
        append(event("go", 1));

        assertThat(database.<List<StoredEvent>>inTransaction(s -> new EventRepository(s).load(first.aggregate())))
                .containsExactly(first, second);
        assertThat(database.<List<StoredEvent>>inTransaction(s -> new EventRepository(s).ofCommand(command)))
                .hasSize(3);
    }

    @Test
    void refusesASequenceThatIsTaken() {
        append(event("python", 1));

        assertThatThrownBy(() -> append(event("python", 1)))
                .isInstanceOfSatisfying(
                        SqlFault.class,
                        fault -> assertThat(fault.isUniqueViolation()).isTrue());
    }

    private void append(StoredEvent... events) {
        database.transact(s -> {
            Statements all = new Statements();
            new EventRepository(s).append(all, List.of(events));
            s.run(all);
        });
    }

    private StoredEvent event(String course, long sequence) {
        return new StoredEvent(
                Uuid7.next(Clock.systemUTC()),
                new AggregateRef(new TenantId("acme"), "gopro.Course", course),
                sequence,
                "gopro.CourseCreated",
                1,
                "{\"title\": \"Knots\"}",
                command,
                null,
                Instant.parse("2026-11-01T12:00:00Z"));
    }
}
