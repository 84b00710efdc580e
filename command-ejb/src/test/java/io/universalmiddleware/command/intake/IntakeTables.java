package io.universalmiddleware.command.intake;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.command.CommandRepository;
import io.universalmiddleware.persistence.command.IdempotencyRepository;
import io.universalmiddleware.persistence.outbox.OutboxRepository;
import io.universalmiddleware.persistence.postgres.SqlSession;
import java.time.Clock;
import java.util.List;

/** The tables that the intake writes, empty at first. */
final class IntakeTables {
    private IntakeTables() {}

    static TestDatabase emptied(PostgresBackend postgres) {
        TestDatabase database = new TestDatabase(postgres);
        database.transact(session -> {
            session.update("DELETE FROM command", s -> {});
            session.update("DELETE FROM outbox", s -> {});
            session.update("DELETE FROM idempotency_key", s -> {});
        });
        return database;
    }

    /** How many commands, idempotency keys and outbox rows there are. */
    static List<Long> counts(TestDatabase database) {
        return database.inTransaction(session -> session.query(
                        "SELECT ARRAY[(SELECT count(*) FROM command), (SELECT count(*) FROM idempotency_key), "
                                + "(SELECT count(*) FROM outbox)]",
                        s -> {},
                        row -> List.of((Long[]) row.getArray(1).getArray()))
                .get(0));
    }

    static CommittingCommands committing(SqlSession session, Clock clock) {
        return committing(session, new OutboxRepository(session, new ObjectMapper()), clock);
    }

    static CommittingCommands committing(SqlSession session, OutboxRepository outbox, Clock clock) {
        return new CommittingCommands(
                new CommandRepository(session),
                new IdempotencyRepository(session),
                outbox,
                PendingCommandFixture.nobodyListens(),
                clock);
    }
}
