package io.universalmiddleware.persistence.audit;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.persistence.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An audit that is empty at first, its chain, and an administrator of the database. */
final class AuditFixture implements AutoCloseable {
    final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    final TestDatabase database;
    private Instant sealed = now;

    AuditFixture(PostgresBackend postgres) throws SQLException {
        database = new TestDatabase(postgres);
        tamper("TRUNCATE audit, audit_link, audit_retired; UPDATE audit_sealer SET floor = '0', behind = NULL");
        database.transact(s -> new AuditChain(s).prepare(now));
    }

    @Override
    public void close() {
        database.close();
    }

    List<String> retire() {
        return database.inTransaction(s -> new AuditChain(s).retire(now, 12)).stream()
                .map(Object::toString)
                .toList();
    }

    List<AuditRow> list(AuditQuery query) {
        return database.inTransaction(s -> new AuditRepository(s).list(query));
    }

    List<Long> append(String... actors) {
        return append(now, actors);
    }

    List<Long> append(Instant at, String... actors) {
        database.transact(s -> new AuditRepository(s)
                .appendAll(IntStream.range(0, actors.length)
                        .mapToObj(i -> entry(at, actors[i]))
                        .toList()));
        return list(new AuditQuery(null, null, null, null, null, null, null, false, 1000)).stream()
                .map(AuditRow::id)
                .toList();
    }

    static AuditEntry entry(Instant at, String actor) {
        return new AuditEntry(
                "shop", at, actor, "open", "door/1", null, null, "{\"wide\": 1.50, \"a\": [\"\u00e4\", null]}");
    }

    /** Seals a second later than the last time, however long anything takes. */
    void seal() {
        sealed = sealed.plusSeconds(1);
        seal(sealed);
    }

    void seal(Instant at) {
        while (database.inTransaction(s -> new AuditChain(s).seal(at, 7)).orElseThrow() == 7) {
            // there are more
        }
    }

    void sealSome(Instant at, int most) {
        database.inTransaction(s -> new AuditChain(s).seal(at, most));
    }

    Verification.Outcome verify(@Nullable ChainHead known) {
        return new Verification(known).run(work -> database.inTransaction(s -> work.apply(new AuditChain(s))));
    }

    /** What an administrator of the database can do. */
    void tamper(String statements) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.createStatement().execute("SET session_replication_role = replica; " + statements);
        }
    }
}
