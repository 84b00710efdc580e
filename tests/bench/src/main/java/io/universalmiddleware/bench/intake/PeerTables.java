package io.universalmiddleware.bench.intake;

import io.universalmiddleware.bench.stack.Sql;
import io.universalmiddleware.stores.PostgresStore;
import java.sql.SQLException;

/** The command and outbox tables once more, with the same indexes and defaults, for inserts that no relay sees. */
final class PeerTables {
    private static final String[] MAKING = {
        "DROP SCHEMA IF EXISTS peer CASCADE",
        "CREATE SCHEMA peer",
        "CREATE TABLE peer.command (LIKE public.command INCLUDING ALL) WITH (fillfactor = 80)",
        "CREATE TABLE peer.outbox (LIKE public.outbox INCLUDING ALL) PARTITION BY RANGE (created_at)",
        "CREATE TABLE peer.outbox_all PARTITION OF peer.outbox DEFAULT"
    };

    private PeerTables() {}

    static void make(PostgresStore postgres) throws SQLException {
        try (Sql sql = Sql.on(postgres)) {
            for (String statement : MAKING) {
                sql.execute(statement);
            }
        }
    }
}
